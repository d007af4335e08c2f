/* The one list of plug-ins, one line each; whatever has to come before another says so by its own `order`. */
export { accounts } from '../plugins/accounts/plugin.ts';
export { build } from '../plugins/build/plugin.ts';
export { card } from '../plugins/card/plugin.ts';
export { compare } from '../plugins/compare/plugin.ts';
export { conflicts } from '../plugins/conflicts/plugin.ts';
export { crowd } from '../plugins/crowd/plugin.ts';
export { feeds } from '../plugins/feeds/plugin.ts';
export { flood } from '../plugins/flood/plugin.ts';
export { incidentResponse } from '../plugins/incident-response/plugin.ts';
export { layers } from '../plugins/layers/plugin.ts';
export { measure } from '../plugins/measure/plugin.ts';
export { ownFiles } from '../plugins/own-files/plugin.ts';
export { search } from '../plugins/search/plugin.ts';
export { sun } from '../plugins/sun/plugin.ts';
export { timeline } from '../plugins/timeline/plugin.ts';
export { tour } from '../plugins/tour/plugin.ts';
export { underground } from '../plugins/underground/plugin.ts';
