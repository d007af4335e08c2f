import { DESKS } from './desks.ts';

/** `?kiosk=1` in the address: the desk for visitors, and no way out; null: all desks. */
export function kioskDesk(search: string): string | null {
  if (new URLSearchParams(search).get('kiosk') !== '1') return null;
  return DESKS.find(({ isKiosk }) => isKiosk)?.id ?? null;
}
