export { openTintedSolids } from '../../../view/globe/layers/tinted-solids.ts';
