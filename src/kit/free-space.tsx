import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useApp } from './app-context.tsx';

/** By which the free part of the window is found in the page. */
const FREE_SPACE = 'data-free-space';
/** What stands on the picture and hides it: names keep clear of these. */
const FURNITURE = '.furniture, .side-name, .view-name, .scheme-view-name';
const MAP_SIDES = ['top', 'right', 'bottom', 'left'] as const;

/** Whether a CSS pixel of the window is free of panels; without a document or a desk, all of it is. */
export function isInFreeSpace({ xPx, yPx }: { xPx: number; yPx: number }): boolean {
  const box = document.querySelector?.(`[${FREE_SPACE}]`)?.getBoundingClientRect();
  return !box || (xPx >= box.left && xPx <= box.right && yPx >= box.top && yPx <= box.bottom);
}

/** The part of the window that panels leave to the picture: the camera centres on it while this stands. */
export function FreeSpace({ className, children }: { className: string; children?: ReactNode }) {
  const { view } = useApp();
  const free = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = free.current;
    if (!element) return;
    const tell = () => {
      const box = element.getBoundingClientRect();
      view.setInsets({
        topPx: box.top,
        leftPx: box.left,
        rightPx: window.innerWidth - box.right,
        bottomPx: window.innerHeight - box.bottom,
      });
    };
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    window.addEventListener('resize', tell);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', tell);
    };
  }, [view]);
  return (
    <div ref={free} className={className} {...{ [FREE_SPACE]: '' }}>
      {children}
    </div>
  );
}

/** The map's rectangle: while it stands the picture is drawn in it alone, all of it is free, and names keep clear of the furniture in it. */
export function MapPlace({ className, children }: { className: string; children?: ReactNode }) {
  const { view } = useApp();
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const { style } = document.documentElement;
    const tell = () => {
      const box = element.getBoundingClientRect();
      const sides = [box.top, window.innerWidth - box.right, window.innerHeight - box.bottom, box.left];
      for (const [i, side] of MAP_SIDES.entries()) style.setProperty(`--map-${side}`, `${sides[i]}px`);
      const covers = [...element.querySelectorAll(FURNITURE)].map((furniture) => {
        const { x, y, width, height } = furniture.getBoundingClientRect();
        return { x: x - box.left, y: y - box.top, width, height };
      });
      view.setInsets({ topPx: 0, leftPx: 0, rightPx: 0, bottomPx: 0, covers });
    };
    const observer = new ResizeObserver(tell);
    const watch = () => {
      observer.observe(element);
      for (const furniture of element.querySelectorAll(FURNITURE)) observer.observe(furniture);
    };
    // Furniture that comes, goes or grows changes nothing of the rectangle.
    const opened = new MutationObserver(() => {
      watch();
      tell();
    });
    opened.observe(element, { childList: true, subtree: true });
    watch();
    tell();
    window.addEventListener('resize', tell);
    return () => {
      observer.disconnect();
      opened.disconnect();
      window.removeEventListener('resize', tell);
      for (const side of MAP_SIDES) style.removeProperty(`--map-${side}`);
    };
  }, [view]);
  return (
    <div ref={place} className={className} data-map {...{ [FREE_SPACE]: '' }}>
      {children}
    </div>
  );
}
