import { Dialog } from "../dialog/Dialog";

interface Props {
  range: string;
  sheets: number;
  onClose(): void;
}

/** Which paper, before the rota is printed. */
export function PrintDialog({ range, sheets, onClose }: Props) {
  const print = (event: Event): void => {
    event.preventDefault();
    const paper = new FormData(event.currentTarget as HTMLFormElement).get("paper");
    document.getElementById("sheets")?.classList.toggle("a3", paper === "a3");
    onClose();
    // After the dialog has gone, so that the focus is back where it was when printing ends.
    setTimeout(() => window.print(), 0);
  };
  return (
    <Dialog title="Print the rota" onClose={onClose}>
      <form class="dialog-form" onSubmit={print}>
        <p>
          {range}, a fortnight a sheet: {sheets} {sheets === 1 ? "sheet" : "sheets"}, safe in black and white. Filters
          hold for paper too.
        </p>
        <fieldset class="field">
          <legend>Paper, landscape</legend>
          <div class="segments">
            <label>
              <input type="radio" name="paper" value="a4" defaultChecked />
              A4
            </label>
            <label>
              <input type="radio" name="paper" value="a3" />
              A3
            </label>
          </div>
        </fieldset>
        <div class="actions">
          <button class="button" type="button" onClick={onClose}>
            Not now
          </button>
          <button class="button primary" type="submit">
            Print
          </button>
        </div>
      </form>
    </Dialog>
  );
}
