/** By which somebody shows that they are there, on the picture or on any panel. */
export const STIRS = ['pointerdown', 'keydown'] as const;
