/** The part of laz-perf 0.0.7 that is used; its own declarations need those of Emscripten, which it does not bring. */
declare module 'laz-perf' {
  export interface LazPerf {
    HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(at: number): void;
    LASZip: new () => {
      open(at: number, bytes: number): void;
      getPoint(into: number): void;
      getPointLength(): number;
      delete(): void;
    };
  }
  export function createLazPerf(): Promise<LazPerf>;
}
