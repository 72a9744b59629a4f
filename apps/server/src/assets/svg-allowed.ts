/** Elements that are written (SVG 2). All others are left out with their content: scripts, foreign content, animation. */
export const allowedElements: ReadonlySet<string> = new Set(
  `svg g defs symbol use switch title desc style
  path rect circle ellipse line polyline polygon text tspan textPath image
  linearGradient radialGradient stop pattern clipPath mask marker filter
  feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
  feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology
  feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`.split(/\s+/),
)

/** Attributes that are written, besides `href` and `style`, which have rules of their own. */
export const allowedAttributes: ReadonlySet<string> = new Set(
  `id class viewBox preserveAspectRatio version width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points pathLength
  transform dx dy rotate textLength lengthAdjust startOffset method spacing side
  gradientUnits gradientTransform spreadMethod offset patternUnits patternContentUnits patternTransform
  clipPathUnits maskUnits maskContentUnits mask-type markerUnits markerWidth markerHeight refX refY orient
  filterUnits primitiveUnits in in2 result mode type values operator k1 k2 k3 k4 order kernelMatrix divisor bias
  targetX targetY edgeMode preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent kernelUnitLength
  azimuth elevation pointsAtX pointsAtY pointsAtZ limitingConeAngle z scale xChannelSelector yChannelSelector
  stdDeviation radius seed baseFrequency numOctaves stitchTiles tableValues slope intercept amplitude exponent
  fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit
  stroke-dasharray stroke-dashoffset opacity color display visibility overflow clip clip-path clip-rule mask filter
  marker-start marker-mid marker-end stop-color stop-opacity flood-color flood-opacity lighting-color
  color-interpolation color-interpolation-filters color-rendering image-rendering shape-rendering text-rendering
  paint-order vector-effect mix-blend-mode isolation enable-background transform-origin transform-box
  font font-family font-size font-size-adjust font-stretch font-style font-variant font-weight
  letter-spacing word-spacing kerning text-anchor text-decoration dominant-baseline alignment-baseline baseline-shift
  direction unicode-bidi writing-mode xml:space requiredFeatures systemLanguage`.split(/\s+/),
)

/** Whether a value of CSS or of an attribute loads nothing and runs nothing: `url()` may only name a part of the file. */
export function isSafeStyle(value: string): boolean {
  const local = value.replace(/url\(\s*(["']?)#[\w.:-]+\1\s*\)/gi, '')
  return !/url\s*\(|\\|@(?!media\b)|image-set|image\s*\(|src\s*\(|element\s*\(|expression|javascript|binding|behaviou?r/i.test(
    local,
  )
}
