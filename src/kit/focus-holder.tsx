import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';

/** Gives the focus to what `of` finds, unless it has it, and back when this goes while the focus is inside. */
export function useHeldFocus(of: () => Element | null | undefined): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has just opened takes the focus once
  useEffect(() => {
    const before = document.activeElement;
    const element = of();
    if (!(element instanceof HTMLElement)) return;
    if (!element.contains(before)) {
      element.tabIndex = -1;
      element.focus({ preventScroll: true });
    }
    return () => {
      const hadFocus = element.contains(document.activeElement) || document.activeElement === document.body;
      if (hadFocus && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
}

/** Takes the focus when it opens, and gives it back when it closes with the focus inside. `onEscape` closes it by that key. */
export function FocusHolder({
  className = 'held',
  onEscape,
  children,
}: {
  className?: string;
  onEscape?: () => void;
  children: ReactNode;
}) {
  const holder = useRef<HTMLDivElement>(null);
  useHeldFocus(() => holder.current);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !onEscape) return;
    event.preventDefault();
    onEscape();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the key that closes what stands in it, whichever control has the focus
    <div ref={holder} className={className} tabIndex={-1} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}
