import { type DragEvent as ReactDragEvent, useEffect, useRef } from 'react';
import type { Journey } from '../../../../workers/road-routes/engine-types.ts';
import { useApp } from '../../../kit/app-context.tsx';

/** Kind of data that a dragged unit bears: no file, and nothing of another page. */
const UNIT_TYPE = 'application/x-shapan-unit';
/** The elements that pictures are drawn in. */
const PICTURES = '#globe, #table';

/** Makes a row draggable as a unit. */
export const unitDrag = (id: string) => ({
  draggable: true,
  onDragStart: (event: ReactDragEvent) => {
    event.dataTransfer.setData(UNIT_TYPE, id);
    event.dataTransfer.effectAllowed = 'move';
  },
});

/** Calls with the unit and the place on the ground where it is let go over the map; over the sky and over panels nothing happens. */
export function useUnitDrop(onDrop: (id: string, at: Journey['at']) => void): void {
  const { view, report } = useApp();
  const drop = useRef(onDrop);
  drop.current = onDrop;
  useEffect(() => {
    const isUnit = (event: DragEvent) =>
      event.dataTransfer?.types.includes(UNIT_TYPE) &&
      event.target instanceof Element &&
      event.target.closest(PICTURES) !== null;
    const over = (event: DragEvent) => {
      if (isUnit(event)) event.preventDefault();
    };
    const end = (event: DragEvent) => {
      if (!isUnit(event)) return;
      event.preventDefault();
      const id = event.dataTransfer?.getData(UNIT_TYPE) ?? '';
      view.surfaceAt(event.clientX, event.clientY).then(
        (point) => point && drop.current(id, [point.enu[0], point.enu[1]]),
        (error: unknown) => report('order', error),
      );
    };
    document.addEventListener('dragover', over);
    document.addEventListener('drop', end);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('drop', end);
    };
  }, [view, report]);
}
