import { useRef } from "preact/hooks";
import type { Position } from "./moves";
import { located } from "./places";

interface Drag {
  /** Somebody drags a cell: true when it may go along. */
  begins(at: Position): boolean;
  ends(at: Position): void;
}

const STEPS_PX = 6;

/** Dragging with a mouse. It is never the only way: a click picks up, and another puts down. */
export function useDrag({ begins, ends }: Drag) {
  const from = useRef<{ at: Position; x: number; y: number } | null>(null);
  const along = useRef(false);
  const endedAt = useRef(0);
  const handlers = {
    onPointerDown(event: PointerEvent): void {
      const at = located(event);
      const plain = event.pointerType === "mouse" && event.button === 0 && !event.shiftKey && !event.ctrlKey;
      along.current = false;
      from.current = at && plain ? { at, x: event.clientX, y: event.clientY } : null;
    },
    onPointerMove(event: PointerEvent): void {
      const start = from.current;
      if (!start || along.current || (event.buttons & 1) === 0) return;
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) < STEPS_PX) return;
      along.current = begins(start.at);
      if (!along.current) from.current = null;
    },
    onPointerUp(event: PointerEvent): void {
      const at = located(event);
      if (along.current && at) {
        endedAt.current = event.timeStamp;
        ends(at);
      }
      along.current = false;
      from.current = null;
    },
  };
  return {
    handlers,
    /** Whether a click is only the end of a drag. */
    ended: (event: MouseEvent): boolean => event.timeStamp - endedAt.current < 50 && endedAt.current > 0,
  };
}
