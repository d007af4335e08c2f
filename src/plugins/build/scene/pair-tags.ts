import { endAll } from '../../../view/end-all.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { openSketch } from '../../../view/sketch.ts';
import type { PairTag } from '../review-slice.ts';

/** Names over the two things of a conflict that is looked at. */
export const pairTagLayer: SceneLayer<readonly PairTag[]> = {
  id: 'build.pair',
  of: ({ pairTags }) => (pairTags.length > 0 ? pairTags : null),
  open: {
    any: async () => (host) => {
      const sketch = openSketch(host.overlay, 'build-pair');
      let tags: readonly PairTag[] = [];
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
          // The second stands beside its point: two that meet must not lie on each other.
          labels: seen.map(({ point, text }, i) => ({ at: point, text, rank: i === 0 ? 'total' : 'beside' })),
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
