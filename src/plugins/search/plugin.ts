import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { searchWords } from './words.ts';

/** Finds objects of the city by name and address. */
export const search: Plugin = {
  id: 'search',
  words: searchWords,
  order: 20,
  open: () => ({ close() {} }),
  places: { bar: [{ id: 'search', order: 10, Body: panel(() => import('./panels/search-box.tsx'), 'SearchBox') }] },
};
