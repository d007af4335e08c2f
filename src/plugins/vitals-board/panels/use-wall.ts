import { type RefObject, useEffect, useState } from 'react';

/** A window of this size shows the board as large as it is made. */
const PLAIN_PX = { width: 1280, height: 720 };
const MAX_SCALE = 4;

/** The board alone over the whole screen, or over the window where the browser gives no screen. */
interface BoardWall {
  isOn: boolean;
  /** How much larger than on a desk everything is: letters are read from afar. */
  scale: number;
  toggle(): void;
}

const scaleNow = (): number =>
  Math.min(MAX_SCALE, Math.max(1, Math.min(innerWidth / PLAIN_PX.width, innerHeight / PLAIN_PX.height)));

/** Puts an element alone on the screen and takes it down again: by the button, by Escape, or as the browser lets go of the screen. */
export function useWall(element: RefObject<HTMLElement | null>): BoardWall {
  const [isOn, setOn] = useState(false);
  const [scale, setScale] = useState(1);
  useEffect(() => {
    if (!isOn) return;
    const resize = () => setScale(scaleNow());
    resize();
    const onScreen = () => {
      if (document.fullscreenElement === null) setOn(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // The page would shut the tool.
      event.preventDefault();
      event.stopPropagation();
      setOn(false);
    };
    window.addEventListener('resize', resize);
    window.addEventListener('keydown', onKey, true);
    document.addEventListener('fullscreenchange', onScreen);
    return () => {
      window.removeEventListener('resize', resize);
      window.removeEventListener('keydown', onKey, true);
      document.removeEventListener('fullscreenchange', onScreen);
      if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
    };
  }, [isOn]);
  return {
    isOn,
    scale,
    toggle() {
      setOn(!isOn);
      // Refused, the board stands over the window: nobody has to know why.
      if (!isOn) void element.current?.requestFullscreen?.().catch(() => undefined);
    },
  };
}
