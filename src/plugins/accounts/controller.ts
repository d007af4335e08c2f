import { createStore, type StoreApi } from 'zustand/vanilla';
import type { App } from '../../kit/plugin.ts';
import { LOGIN_PANEL } from '../../twin/login-panel.ts';
import type { Controller, Opener } from '../../twin/services.ts';

/** Logging in, as its panels meet it. */
export interface AccountController extends Controller {
  /** The code of an invitation that this page was opened with, until it is used or put away. */
  readonly invite: StoreApi<string | null>;
}

/** Lets people log in; a link of invitation opens the panel at once. */
export const accountsController: Opener<App, AccountController> = {
  id: 'accounts',
  open({ panels, offer }) {
    const takeBack = offer(LOGIN_PANEL, { show: () => panels.getState().show(accountsController.id, true) });
    const code = takeInvite();
    const invite = createStore<string | null>(() => code);
    if (code !== null) panels.getState().show(accountsController.id, true);
    const takeLater = () => {
      const later = takeInvite();
      if (later === null) return;
      invite.setState(later, true);
      panels.getState().show(accountsController.id, true);
    };
    if (typeof window !== 'undefined') window.addEventListener('hashchange', takeLater);
    const unfollow = panels.subscribe(({ opened }, { opened: before }) => {
      if (before.includes(accountsController.id) && !opened.includes(accountsController.id))
        invite.setState(null, true);
    });
    return {
      invite,
      close() {
        unfollow();
        takeBack();
        if (typeof window !== 'undefined') window.removeEventListener('hashchange', takeLater);
      },
    };
  },
};

/** Out of the address at once, so that nobody hands it on with a copied link. Links of former versions have it in the query. */
function takeInvite(): string | null {
  if (typeof location === 'undefined') return null;
  const hash = new URLSearchParams(location.hash.slice(1));
  const query = new URLSearchParams(location.search);
  const invite = hash.get('invite') ?? query.get('invite');
  if (invite === null) return null;
  const rest = hash.has('invite') ? '' : location.hash;
  query.delete('invite');
  history.replaceState(null, '', `${location.pathname}${query.size > 0 ? `?${query}` : ''}${rest}`);
  return invite;
}
