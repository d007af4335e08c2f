/** What an object is, as the feature's own property. */
export const XPLAN_TYPE = 'xplanType';
