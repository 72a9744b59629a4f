import { describe, expect, test } from 'vitest'
import { parseXml } from './svg-parser.ts'
import { imagesIn, writeSvg } from './svg-writer.ts'

function written(content: string): string | null {
  const parsed = parseXml(`<svg xmlns="http://www.w3.org/2000/svg">${content}</svg>`)
  if (!parsed.ok) throw new Error(parsed.problem)
  const svg = writeSvg(parsed.value, new Map()) ?? ''
  return svg.replace('<svg xmlns="http://www.w3.org/2000/svg">', '').replace('</svg>', '')
}

describe('an SVG is written without', () => {
  test.each([
    ['scripts', '<script>alert(1)</script><script href="x.js"/><rect/>', '<rect></rect>'],
    ['scripts in another namespace', '<svg:script>alert(1)</svg:script><x:script>1</x:script><x:rect/>', ''],
    ['event handlers', '<rect onload="a()" onclick="b()" ONFOCUS="c()" width="1"/>', '<rect width="1"></rect>'],
    [
      'foreign content',
      '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="x"/></body></foreignObject>',
      '',
    ],
    [
      'animation',
      '<rect><animate attributeName="href" to="javascript:x"/><set attributeName="x" to="1"/></rect>',
      '<rect></rect>',
    ],
    [
      'links, whose content stays',
      '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
      '<g><path d="M0 0"></path></g>',
    ],
    [
      'references to other files',
      '<use href="other.svg#a"/><use xlink:href="http://a.example#b"/>',
      '<use></use><use></use>',
    ],
    [
      'images from elsewhere',
      '<image href="http://a.example/b.png"/><image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
      '<image></image><image></image>',
    ],
    [
      'filters that load images',
      '<filter id="f"><feImage href="http://a.example"/><feFlood/></filter>',
      '<filter id="f"><feFlood></feFlood></filter>',
    ],
    ['style sheets that load', '<style>@import url(http://a.example/a.css);rect{fill:red}</style>', '<style></style>'],
    ['style sheets that load, in pieces', '<style>@imp<![CDATA[ort "http://a.example"]]></style>', '<style></style>'],
    ['style sheets with escapes', '<style>rect{fill:u\\72l(http://a.example)}</style>', '<style></style>'],
    ['fonts from elsewhere', '<style>@font-face{src:url(data:font/woff;base64,AA)}</style>', '<style></style>'],
    [
      'styles that load',
      '<rect style="fill:url(http://a.example)"/><rect fill="url(//a.example)"/>',
      '<rect></rect><rect></rect>',
    ],
    ['styles that load by another name', '<rect style="background:image-set(\'a.png\' 1x)"/>', '<rect></rect>'],
    [
      'attributes that are not known',
      '<rect data-x="1" xmlns:y="z" y:href="javascript:1" formaction="x" width="2"/>',
      '<rect width="2"></rect>',
    ],
    [
      'comments, instructions and markup in text',
      '<!-- <script> --><?php x ?><text>&lt;script&gt;</text>',
      '<text>&lt;script&gt;</text>',
    ],
    [
      'quotes that end an attribute',
      '<rect id="&quot; onload=&quot;x()"/>',
      '<rect id="&quot; onload=&quot;x()"></rect>',
    ],
  ])('%s', (_, content, expected) => {
    expect(written(content)).toBe(expected)
  })

  test('a document that is no SVG is not written', () => {
    const parsed = parseXml('<html><svg/></html>')
    expect(parsed.ok && writeSvg(parsed.value, new Map())).toBeNull()
  })
})

describe('an SVG keeps', () => {
  test.each([
    [
      'parts that refer to each other',
      '<defs><linearGradient id="a"/></defs><use href="#b"/><rect fill="url(#a)" style="stroke:url(\'#a\')"/>',
    ],
    ['style sheets without references', '<style>.a{fill:#f00}@media (width>1px){.b{fill:url(#a)}}</style>'],
    ['text', '<text x="1" font-family="Inter">Tide &amp; <tspan dy="2">light</tspan></text>'],
  ])('%s', (_, content) => {
    expect(
      written(content)
        ?.replace(/><\/(?:linearGradient|use|rect)>/g, '/>')
        .replaceAll('&gt;', '>'),
    ).toBe(content)
  })

  test('embedded images, by what they are converted to', () => {
    const parsed = parseXml('<svg><image xlink:href="data:image/png;base64,AA"/><image href="a.png"/></svg>')
    if (!parsed.ok) return expect.unreachable()
    expect(imagesIn(parsed.value)).toEqual(['data:image/png;base64,AA'])
    const images = new Map([['data:image/png;base64,AA', 'data:image/png;base64,BB']])
    expect(writeSvg(parsed.value, images)).toContain('<image href="data:image/png;base64,BB">')
  })
})

describe('XML is refused', () => {
  test.each([
    [
      'with entities of its own',
      '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      'is not well-formed, or declares entities',
    ],
    ['with unknown entities', '<a>&nbsp;</a>', 'uses entities that are not predefined'],
    [
      'with an entity named like a property of objects',
      '<a>&constructor;</a>',
      'uses entities that are not predefined',
    ],
    ['with characters that XML does not allow', '<a>&#0;</a>', 'uses entities that are not predefined'],
    ['with a bare ampersand', '<a b="c&d"/>', 'uses entities that are not predefined'],
    ['with control characters', '<a>\u0001</a>', 'contains characters that XML does not allow'],
    ['that ends early', '<a><b></b>', 'ends early'],
    ['with elements that overlap', '<a><b></a></b>', 'has elements that overlap'],
    ['with two roots', '<a/><b/>', 'has several roots'],
    ['with text around its root', '<a/>text', 'has text outside of its elements'],
    ['with an attribute twice', '<a b="1" b="2"/>', 'has an attribute twice'],
    ['with attributes without quotes', '<a b=1/>', 'is not well-formed, or declares entities'],
    ['that is empty', '', 'ends early'],
  ])('%s', (_, input, problem) => {
    expect(parseXml(input)).toEqual({ ok: false, problem })
  })
})
