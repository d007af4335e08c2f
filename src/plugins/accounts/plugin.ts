import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { type AccountController, accountsController } from './controller.ts';
import { accountsWords } from './words.ts';

/** Plug-in of accounts: logging in, and an administrator's list of accounts. */
export const accounts: Plugin<AccountController> = {
  ...accountsController,
  words: accountsWords,
  order: 10,
  places: {
    // Visitors see no more than the word for logging in; without a hub there is nobody to be.
    bar: [
      {
        id: 'accounts.button',
        order: 30,
        isShown: ({ feed }) => feed.kind !== 'none',
        Body: panel(() => import('./panels/account.tsx'), 'AccountButton'),
      },
    ],
    window: [
      {
        id: accountsController.id,
        order: 10,
        isOpenable: true,
        Body: panel(() => import('./panels/account.tsx'), 'AccountPanel'),
      },
    ],
  },
};
