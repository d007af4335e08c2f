import { type ReactNode, useEffect, useRef } from 'react';
import { useApp } from './app-context.tsx';

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
    <div ref={free} className={className}>
      {children}
    </div>
  );
}
