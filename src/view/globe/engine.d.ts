export {};

/** What the engine exports and its declarations leave out. */
declare module '@cesium/engine' {
  export const ShadowMapShader: {
    createShadowReceiveFragmentShader(...given: unknown[]): { sources: string[] };
  };
  export const RenderState: {
    fromCache(state: { blending: object; depthTest: { enabled: boolean } }): object;
    removeFromCache(state: object): void;
  };
  export const TextureWrap: { CLAMP_TO_EDGE: number };
  export class Sampler {
    constructor(options: { wrapS: number; wrapT: number; minificationFilter: number; magnificationFilter: number });
  }
  export class Texture {
    constructor(options: {
      context: EngineContext;
      source: ImageBitmap;
      pixelFormat: number;
      pixelDatatype: number;
      flipY: boolean;
      preMultiplyAlpha: boolean;
      sampler: Sampler;
    });
    generateMipmap(): void;
  }
  interface Scene {
    readonly context: EngineContext;
    /** Of the shadow: how near and far what lies in it was in the frame before, m. */
    readonly frameState: { readonly shadowState: { nearPlane: number } };
  }
  namespace Transforms {
    /** Where the Earth's axis points, by tables that are fetched; none: axes of date are taken, as before a table has come. */
    let iau2006XysData: { computeXysRadians(...date: unknown[]): undefined };
  }
  interface Cesium3DTileset {
    /** Planes that clip a tileset are told in this frame. */
    readonly clippingPlanesOriginMatrix: Matrix4;
  }
  interface ShadowMap {
    readonly _primitiveBias: { normalOffsetScale: number };
  }
  interface Globe {
    /** How long a frame loads tiles of the ground, ms; at least one is taken a step further. */
    readonly _surface: { _loadQueueTimeSlice: number };
  }
  /** Draws all commands of a scene, one after the other. */
  interface EngineContext {
    readonly _gl: WebGL2RenderingContext;
    draw(command: { shaderProgram: EngineProgram }, passState?: unknown, program?: EngineProgram, map?: unknown): void;
  }
  interface EngineProgram {
    /** Undefined until it was linked, which `_bind` does when it is drawn for the first time. */
    readonly _program: WebGLProgram | undefined;
    readonly _vertexShaderText: string;
    readonly _fragmentShaderText: string;
    readonly _attributeLocations: Readonly<Record<string, number>> | undefined;
    _bind(): void;
  }
}
