/** Reads one model file in memory of its own, and ends with it: whoever cancels throws the worker away. */
export interface ModelReader {
  /**
   * Posts the `BuildingModel` to `port`, its arrays moved; resolves with the SHA-256 of the file. ModelError in words where nothing could be read.
   * `hear` is told how much of the elements has been cut into triangles.
   */
  read(
    bytes: Uint8Array,
    file: string,
    wasmUrl: string,
    port: MessagePort,
    onProgress: (doneRatio: number) => void,
  ): Promise<string>;
}
