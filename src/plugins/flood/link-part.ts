import { changed, type LinkPart } from '../../twin/link-part.ts';
import { readFloodLink, writeFloodLink } from './flood-link.ts';
import { defaultFloodForm, type FloodSlice } from './slice.ts';

/** The form of a flood. Grids of rain are files of this window: no link holds them. */
export const floodLink: LinkPart<Pick<FloodSlice, 'floodForm'>> = {
  keys: ['flood'],
  write({ floodForm: form, floodSite: site }) {
    if (!form || !site || form.rain.kind === 'grids') return [];
    return changed([['flood', writeFloodLink(form), writeFloodLink(defaultFloodForm(site))]]);
  },
  read(_, value) {
    const form = readFloodLink(value);
    return form ? { linked: { floodForm: form } } : { expected: { zh: '洪涝推演的设置', en: 'the form of a flood' } };
  },
  open: ({ floodForm }) => (floodForm ? { floodForm } : {}),
};
