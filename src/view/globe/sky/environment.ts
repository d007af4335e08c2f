/**
 * Shaders here are unlit, so Cesium's reflections would be computed (25 passes a tileset) and thrown away. They also
 * queue across scenes: with two panes one drew with the other's framebuffers.
 */
export const NO_ENVIRONMENT = { enabled: false };
