import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { useApp } from './app-context.tsx';
import { Icon } from './icons.tsx';
import { useWords } from './words.ts';

/**
 * Points of a ruler for whoever has no pointer: a cross in the free middle of the map, under which Enter sets a point and Backspace takes the
 * last one back, and a button that sets one. `cross` stands on the map wherever it is put, `here` in the panel, while points are taken.
 */
export function usePickCross(): { cross: ReactNode; here: ReactNode } {
  const { t } = useWords();
  const { twin, view, panels } = useApp();
  const middle = useRef<HTMLDivElement>(null);
  const take = async () => {
    const box = middle.current?.getBoundingClientRect();
    const point = box && (await view.surfaceAt(box.left + box.width / 2, box.top + box.height / 2));
    if (point) twin.getState().addPickPoint(point);
    else panels.getState().notify(t('pick.nothing'));
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLCanvasElement)) return;
    if (event.key === 'Enter') void take();
    else if (event.key === 'Backspace') twin.getState().dropPickPoint();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return {
    cross: <div ref={middle} className="pick-cross" aria-hidden="true" />,
    here: (
      <>
        <p className="note">{t('pick.byKeys')}</p>
        <button type="button" className="btn wide" onClick={() => void take()}>
          <Icon name="plus" />
          {t('pick.here')}
        </button>
      </>
    ),
  };
}
