/** Takes one file to where a person or a page takes it; throws what they would be told. */
export type Door = (bytes: Uint8Array, name: string, folder: string) => Promise<unknown>;
