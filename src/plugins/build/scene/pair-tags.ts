import type { Language } from '../../../twin/appearance.ts';
import { endAll } from '../../../view/end-all.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { openTaggedSketch } from '../../../view/sketch.ts';
import type { PairTag } from '../review-slice.ts';

type PairTags = readonly { at: PairTag['at']; text: string }[];

const inLanguage = new WeakMap<readonly PairTag[], Partial<Record<Language, PairTags>>>();

/** The same object while neither tags nor language changed: a scene layer is shown anew by its identity. */
function tagsIn(pairTags: readonly PairTag[], language: Language): PairTags {
  const known = inLanguage.get(pairTags) ?? {};
  const tags = known[language] ?? pairTags.map(({ at, text }) => ({ at, text: text[language] }));
  inLanguage.set(pairTags, { ...known, [language]: tags });
  return tags;
}

/** Names over the two things of a conflict that is looked at. */
export const pairTagLayer: SceneLayer<PairTags> = {
  id: 'build.pair',
  of: ({ pairTags, language }) => (pairTags.length > 0 ? tagsIn(pairTags, language) : null),
  open: {
    any: async () => (host) => {
      const sketch = openTaggedSketch(host, 'build-pair', 'selection');
      let tags: PairTags = [];
      function draw(): void {
        if (tags.length === 0) {
          sketch.clear();
          return;
        }
        const project = host.projection();
        const seen = tags.flatMap(({ at, text }) => {
          const point = project(at);
          return point?.isOnCanvas ? [{ point, text }] : [];
        });
        sketch.draw({
          line: [],
          isRing: false,
          corners: seen.map(({ point }) => point),
          labels: seen.map(({ point, text }) => ({ at: point, text, rank: 'beside' })),
        });
      }
      return {
        show(next) {
          tags = next ?? [];
          draw();
          host.requestFrame();
        },
        close: endAll([host.afterFrame(draw), () => sketch.close()]),
      };
    },
  },
};
