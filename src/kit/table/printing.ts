let isNow = false;

/** Whether the browser is putting the page on paper. */
export const isPrinting = (): boolean => isNow;

/** Calls at the beginning and end of printing; returns what ends that. */
export function followPrinting(changed: () => void): () => void {
  const look = ({ type }: Event) => {
    isNow = type === 'beforeprint';
    changed();
  };
  window.addEventListener('beforeprint', look);
  window.addEventListener('afterprint', look);
  return () => {
    window.removeEventListener('beforeprint', look);
    window.removeEventListener('afterprint', look);
  };
}
