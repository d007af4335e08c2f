import { type ReactNode, useEffect, useRef } from 'react';
import { useApp } from './app-context.tsx';

/** By which the free part of the window is found in the page. */
const FREE_SPACE = 'data-free-space';

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
