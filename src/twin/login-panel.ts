import { serviceKey } from './services.ts';
import type { TwinState } from './slice.ts';

/** Opens the panel in which one logs in. */
interface LoginPanel {
  show(): void;
}

/** Offered where there are accounts; panels that show nothing without one lead there. */
export const LOGIN_PANEL = serviceKey<LoginPanel>('login panel');

/** Whether the hub shows its data to those alone who are logged in, and nobody is. */
export const needsLogin = ({ feed, account }: Pick<TwinState, 'feed' | 'account'>): boolean =>
  account === null && feed.kind === 'cut' && feed.needsLogin === true;
