import { changed, type LinkPart } from '../../twin/link-part.ts';
import { defaultCrowdForm } from './crowd-case.ts';
import { readCrowdLink, writeCrowdLink } from './crowd-link.ts';
import type { CrowdSlice } from './slice.ts';

/** The form of a crowd. */
export const crowdLink: LinkPart<Pick<CrowdSlice, 'crowdForm'>> = {
  keys: ['crowd'],
  write({ crowdForm: form, crowdSite: site, crowdCases, crowdSiteOptions }) {
    // A plan is of this window's file, and no link holds it.
    if (!form || !site || form.place.kind === 'plan') return [];
    return changed([
      [
        'crowd',
        writeCrowdLink(form, crowdSiteOptions),
        writeCrowdLink(defaultCrowdForm(site, crowdCases), crowdSiteOptions),
      ],
    ]);
  },
  read(_, value) {
    const form = readCrowdLink(value);
    return form ? { linked: { crowdForm: form } } : { expected: { zh: '人群推演的设置', en: 'the form of a crowd' } };
  },
  open: ({ crowdForm }) => (crowdForm ? { crowdForm } : {}),
};
