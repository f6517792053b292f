import { type MouseEvent, type PointerEvent, useRef } from 'react';
import { haptics } from '@/telegram/host';

const HOLD_MS = 400;
/** A finger that moves farther than this scrolls, or slips. */
const SLIP_PX = 12;

/** What a button needs to be held as well as tapped. The menu key of a keyboard holds it too. */
export function useHold(onHold: () => void, enabled: boolean) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const from = useRef({ x: 0, y: 0 });
  const held = useRef(false);
  const callOff = () => clearTimeout(timer.current);
  if (!enabled) return {};
  return {
    onPointerDown: ({ clientX, clientY }: PointerEvent) => {
      held.current = false;
      from.current = { x: clientX, y: clientY };
      callOff();
      timer.current = setTimeout(() => {
        held.current = true;
        haptics.select();
        onHold();
      }, HOLD_MS);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (Math.hypot(clientX - from.current.x, clientY - from.current.y) > SLIP_PX) callOff();
    },
    onPointerUp: callOff,
    onPointerCancel: callOff,
    onPointerLeave: callOff,
    // The click that ends a hold is no tap.
    onClickCapture: (event: MouseEvent) => {
      if (held.current) event.stopPropagation();
      held.current = false;
    },
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      callOff();
      if (!held.current) onHold();
    },
  };
}
