import { type ReactNode, useEffect, useRef } from 'react';
import { useApp } from './app-context.tsx';

/** By which the free part of the window is found in the page. */
const FREE_SPACE = 'data-free-space';

/** By which the row of what floats over the picture is found in the page: names keep clear of the boxes in it. */
export const FLOATING_ROW = { 'data-floating-row': '' };

const floatingRow = () => document.querySelector('[data-floating-row]');
const floating = () => [...(floatingRow()?.querySelectorAll(':scope > .furniture') ?? [])];

const coversNow = () =>
  floating().map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  });

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
        covers: coversNow(),
      });
    };
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    // A legend that opens beside the tools, or grows there, changes nothing of the free part.
    const row = floatingRow();
    const watchRow = () => {
      for (const box of floating()) observer.observe(box);
    };
    const opened = new MutationObserver(watchRow);
    if (row) opened.observe(row, { childList: true });
    watchRow();
    window.addEventListener('resize', tell);
    return () => {
      observer.disconnect();
      opened.disconnect();
      window.removeEventListener('resize', tell);
    };
  }, [view]);
  return (
    <div ref={free} className={className} {...{ [FREE_SPACE]: '' }}>
      {children}
    </div>
  );
}
