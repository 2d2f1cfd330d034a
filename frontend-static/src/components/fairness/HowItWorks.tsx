/** The rules of the ledger in full sentences, for somebody who doubts it: on demand on the screen, always on paper. */
export function HowItWorks({ how, open = false }: { how: string[]; open?: boolean }) {
  const sentences = (
    <ol>
      {how.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ol>
  );
  return (
    <>
      <details class="card fairness-how" open={open}>
        <summary>How it is worked out</summary>
        {sentences}
      </details>
      <div class="fairness-how on-paper">
        <h2>How it is worked out</h2>
        {sentences}
      </div>
    </>
  );
}
