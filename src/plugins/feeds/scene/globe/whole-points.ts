import { BlendingState, type BufferPointCollection, RenderState } from '@cesium/engine';

/**
 * Lets the points of a collection stand before all else: a mark that a levee, a deck or a wall cuts in half is no mark. The engine always
 * tests their depth and has no option for it; it leaves alone a render state that is there before the first frame.
 */
export function keepIntact(collection: BufferPointCollection): void {
  const renderState = RenderState.fromCache({ blending: BlendingState.ALPHA_BLEND, depthTest: { enabled: false } });
  Object.assign(collection, {
    _renderContext: {
      renderState,
      destroy(this: DrawnPoints) {
        this.vertexArray?.destroy();
        this.shaderProgram?.destroy();
        RenderState.removeFromCache(renderState);
      },
    },
  });
}

/** What the engine adds with the first frame, to be given back as it does itself. */
interface DrawnPoints {
  vertexArray?: { destroy(): void };
  shaderProgram?: { destroy(): void };
}
