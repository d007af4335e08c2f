import { type PointerEvent, useRef } from 'react';

/**
 * Handlers of what is dragged along its width: `to` hears how far along, 0 to 1, less or more beyond the ends. A finger that comes down
 * may mean to scroll what it touches: it is heard when it moves along or lifts, and not at all where the browser takes it away.
 */
export function useDrag(to: (alongRatio: number) => void) {
  const isDragged = useRef(false);
  const startDrag = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    if (isDragged.current && width > 0) to((clientX - left) / width);
  };
  const end = () => {
    isDragged.current = false;
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      isDragged.current = true;
      event.currentTarget.setPointerCapture(event.pointerId);
      if (event.pointerType !== 'touch') startDrag(event);
    },
    onPointerMove: startDrag,
    onPointerUp(event: PointerEvent<HTMLElement>) {
      startDrag(event);
      end();
    },
    onPointerCancel: end,
  };
}
