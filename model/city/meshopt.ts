import { MeshoptDecoder } from 'meshoptimizer/decoder';

/** The decoder of the tiles' EXT_meshopt_compression, as a glTF loader takes it: WebAssembly in the page itself, no worker. */
export const MESHOPT = MeshoptDecoder;
