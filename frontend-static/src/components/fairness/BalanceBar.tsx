import { balanceInWords, signedInColumn } from "../../domain/duty";

const HALF = 50;

/**
 * A balance as a bar about a middle line. To the right and filled: held more; to the left and only outlined: held less.
 * The figure and the words say the same to whoever does not see it.
 */
export function BalanceBar({ balance, most }: { balance: number; most: number }) {
  const length = most === 0 ? 0 : (Math.abs(balance) / most) * (HALF - 2);
  return (
    <span class="balance">
      <strong>{signedInColumn(balance)}</strong>
      <svg class="balance-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {balance > 0 && <rect class="more" x={HALF} y="2" width={length} height="8" />}
        {balance < 0 && <rect class="less" x={HALF - length} y="2" width={length} height="8" />}
        <line x1={HALF} x2={HALF} y1="0" y2="12" />
      </svg>
      <span class="hidden">, {balanceInWords(balance)}</span>
    </span>
  );
}
