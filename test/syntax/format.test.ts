import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { format } from '../../src/syntax/format.ts';
import { fileOf } from './support.ts';

function formatted(text: string): string {
  const { value, diagnostics } = format(fileOf(text));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(format(fileOf(value)).value).toBe(value);
  return value;
}

describe('the formatter', () => {
  it('sets blanks between tokens', () => {
    const text = `use   residual . Bottleneck
network   N(a=1,b : int= 2){
input image[1,28 ,28]
conv( 64,3 ,stride=- 1)->relu
let x=a-1+ -b*( c - 1 )/in . channels
let y=- ( 3)-x[ 0 ] . b [1]
repeat i in -1 ..3{ f( x[ i ] ,[ - 1 ]) }
repeat i in (a)..(b) { f({ relu },g = {}) }
repeat   4..8{}
if not(a==b)and(c)or - d<3{skip}else if x{skip}else{tanh}
name  :skip->SE( reduction=8 ){ body }
add{|skip|conv(3x3,7x1)}
head h from x ,weight=0.3,training_only{relu}
let z=if a{1}else{2}-1
train{epochs=10,rate=0.1}
expect shape( x )==[ 1,2 , 3 ]
}
`;
    expect(formatted(text)).toBe(`use residual.Bottleneck
network N(a = 1, b: int = 2) {
  input image [1, 28, 28]
  conv(64, 3, stride = -1) -> relu
  let x = a - 1 + -b * (c - 1) / in.channels
  let y = -(3) - x[0].b[1]
  repeat i in -1..3 { f(x[i], [-1]) }
  repeat i in (a)..(b) { f({ relu }, g = {}) }
  repeat 4..8 {}
  if not (a == b) and (c) or -d < 3 { skip } else if x { skip } else { tanh }
  name: skip -> SE(reduction = 8) { body }
  add { | skip | conv(3x3, 7x1) }
  head h from x, weight = 0.3, training_only { relu }
  let z = if a { 1 } else { 2 } - 1
  train { epochs = 10, rate = 0.1 }
  expect shape(x) == [1, 2, 3]
}
`);
  });

  it('indents by brackets, one step for those of one line, and keeps the line breaks', () => {
    const text = `network N {
relu
-> tanh
-> elu
f(
1,
g({
relu
}), [
2,
-3
]
)
expect parameters ==
3
let w = if a { 1 }
else { 2 }
add {
| conv(1)
-> relu
tanh
| skip
}
concat {
repeat 3 { | a }
| b
repeat 3 {
| c
}
if x { | d }
else { | e }
}
}
`;
    expect(formatted(text)).toBe(`network N {
  relu
    -> tanh
    -> elu
  f(
    1,
    g({
      relu
    }), [
      2,
      -3
    ]
  )
  expect parameters ==
    3
  let w = if a { 1 }
    else { 2 }
  add {
    | conv(1)
      -> relu
      tanh
    | skip
  }
  concat {
    repeat 3 { | a }
    | b
    repeat 3 {
      | c
    }
    if x { | d }
    else { | e }
  }
}
`);
  });

  it('keeps comments where they are, aligns trailing ones, and one blank line at most', () => {
    const text = `

// first
//second   ${''}
network N { // a


  conv(64, 3)// b
  relu    // c

  tanh // d
  // above
  elu


  // last

  add {
    // of the branch
    | a // e
    // of the next
    | b

  }
}   // end
// behind`;
    expect(formatted(text)).toBe(`// first
//second
network N {    // a
  conv(64, 3)  // b
  relu         // c

  tanh  // d
  // above
  elu

  // last

  add {
    // of the branch
    | a  // e
    // of the next
    | b
  }
}  // end
// behind
`);
  });

  it('writes \\n for \\r\\n and for \\r, and an empty text for blanks', () => {
    expect(formatted('network N {\r\n\r\n\r\n  relu // a\r\n}\r\n')).toBe('network N {\n  relu  // a\n}\n');
    expect(formatted('// a\r// b\rblock B { relu }')).toBe('// a\n// b\nblock B { relu }\n');
    expect(formatted(' \n\t\n')).toBe('');
    expect(formatted('\uFEFFblock B { relu }')).toBe('block B { relu }\n');
  });

  it('leaves a text with syntax errors alone and says why', () => {
    const text = 'network N {\n   conv(64\n  relu   tanh }';
    const { value, diagnostics } = format(fileOf(text));
    expect(value).toBe(text);
    expect(diagnostics.map(({ code }) => code)).toEqual(['unclosed-bracket', 'missing-arrow']);
  });

  it.each([
    ...['examples', 'blocks'].flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.arch'))
        .map((name) => `${folder}/${name}`),
    ),
  ])('has nothing to say about %s', (path) => {
    const text = readFileSync(path, 'utf8');
    expect(formatted(text)).toBe(text);
  });
});
