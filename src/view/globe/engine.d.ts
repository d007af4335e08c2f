export {};

/** What the engine exports and its declarations leave out. */
declare module '@cesium/engine' {
  export const ShadowMapShader: {
    createShadowReceiveFragmentShader(...given: unknown[]): { sources: string[] };
  };
}
