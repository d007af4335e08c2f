/** How the ground is looked through. */
export interface GroundLook {
  readonly sight: 'off' | 'translucent' | 'below';
  readonly opacityRatio: number;
}
