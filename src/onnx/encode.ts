/**
 * A tensor program as the bytes of an ONNX model. Numbers of fields are those of onnx.proto (IR version 8). What holds
 * the data of tensors is never copied but once, into the result: a large network has hundreds of megabytes of them.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { elementNumbers } from './infer.ts';
import {
  type Attribute,
  bodiesOf,
  type Domain,
  type ElementType,
  type Program,
  type ProgramNode,
  type Tensor,
  type TensorType,
} from './program.ts';

const irVersion = 8;

/** Versions of the operator sets; `netwright` has none, since a lowering takes its operators away. */
const versions: Readonly<Partial<Record<Domain, number>>> = {
  '': 17,
  'com.microsoft': 1,
  'com.microsoft.nchwc': 1,
};

/** The limit of a protobuf message. */
const mostBytes = 2 ** 31 - 1;

/** AttributeProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, string: 3, graph: 5, floats: 6, ints: 7 } as const;

const typeNumbers = Object.fromEntries(
  Object.entries(elementNumbers).map(([number, element]) => [element, Number(number)]),
) as Readonly<Record<ElementType, number>>;

/** Bytes in pieces, so that those of tensors can stay where they are until the end. */
type Pieces = readonly Uint8Array[];

/** Little-endian, as every machine that Node and browsers run on. Throws where a model would pass 2 GiB. */
export function encodeModel(program: Program): Uint8Array {
  const graph = encodeGraph(program);
  const size = lengthOf(graph);
  if (size > mostBytes) throw new Error(`an ONNX file holds at most 2 GiB, and ${program.name} takes ${size} bytes`);
  const model = new BinaryWriter();
  model.tag(1, WireType.Varint).int64(irVersion);
  writeString(model, 2, 'netwright');
  for (const domain of [...domainsOf(program)].sort()) {
    const version = versions[domain];
    if (version === undefined) throw new Error(`operators of '${domain}' are to be lowered before encoding`);
    const writeSet = (): void => {
      if (domain !== '') writeString(model, 1, domain);
      model.tag(2, WireType.Varint).int64(version);
    };
    writeMessage(model, 8, writeSet);
  }
  model.tag(7, WireType.LengthDelimited).uint32(size);
  return join([model.finish(), ...graph]);
}

/** GraphProto. */
function encodeGraph(program: Program): Pieces {
  const head = new BinaryWriter();
  for (const [index, node] of program.nodes.entries()) writeMessage(head, 1, () => writeNode(head, node, index));
  writeString(head, 2, program.name);
  for (const name of program.inputs) writeMessage(head, 11, () => writeValue(head, name, typeIn(program, name)));
  for (const name of program.outputs) writeMessage(head, 12, () => writeValue(head, name, typeIn(program, name)));
  const tensors = [...program.constants].flatMap(([name, tensor]) => encodeTensor(name, tensor));
  return [head.finish(), ...tensors];
}

/** The field `initializer` with its TensorProto; the data is the last piece. */
function encodeTensor(name: string, { element, shape, data }: Tensor): Pieces {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const head = new BinaryWriter();
  for (const n of shape) head.tag(1, WireType.Varint).int64(n);
  head.tag(2, WireType.Varint).int32(typeNumbers[element]);
  writeString(head, 8, name);
  head.tag(9, WireType.LengthDelimited).uint32(bytes.length);
  const fields = head.finish();
  const field = new BinaryWriter().tag(5, WireType.LengthDelimited).uint32(fields.length + bytes.length);
  return [field.raw(fields).finish(), bytes];
}

/** NodeProto. Names tell profiles where a node came from; the index makes them unique. */
function writeNode(writer: BinaryWriter, node: ProgramNode, index: number): void {
  for (const name of node.inputs) writeString(writer, 1, name);
  for (const name of node.outputs) writeString(writer, 2, name);
  writeString(writer, 3, `${node.origin === '' ? '' : `${node.origin}/`}${node.op}_${index}`);
  writeString(writer, 4, node.op);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    writeMessage(writer, 5, () => writeAttribute(writer, name, attribute));
  }
  if (node.domain !== '') writeString(writer, 7, node.domain);
}

/** AttributeProto. */
function writeAttribute(writer: BinaryWriter, name: string, attribute: Attribute): void {
  writeString(writer, 1, name);
  const ends = (type: keyof typeof attributeTypes): void => {
    writer.tag(20, WireType.Varint).int32(attributeTypes[type]);
  };
  if (typeof attribute === 'number') {
    writer.tag(3, WireType.Varint).int64(attribute);
    ends('int');
  } else if (typeof attribute === 'string') {
    writeString(writer, 4, attribute);
    ends('string');
  } else if ('float' in attribute) {
    writer.tag(2, WireType.Bit32).float(attribute.float);
    ends('float');
  } else if ('floats' in attribute) {
    for (const value of attribute.floats) writer.tag(7, WireType.Bit32).float(value);
    ends('floats');
  } else if ('body' in attribute) {
    writer.tag(6, WireType.LengthDelimited).bytes(join(encodeGraph(attribute.body)));
    ends('graph');
  } else {
    for (const value of attribute) writer.tag(8, WireType.Varint).int64(value);
    ends('ints');
  }
}

/** ValueInfoProto with a TypeProto.Tensor. */
function writeValue(writer: BinaryWriter, name: string, { element, shape }: TensorType): void {
  const writeShape = (): void => {
    for (const n of shape) writeMessage(writer, 1, () => void writer.tag(1, WireType.Varint).int64(n));
  };
  const writeTensor = (): void => {
    writer.tag(1, WireType.Varint).int32(typeNumbers[element]);
    writeMessage(writer, 2, writeShape);
  };
  writeString(writer, 1, name);
  writeMessage(writer, 2, () => writeMessage(writer, 1, writeTensor));
}

function writeMessage(writer: BinaryWriter, field: number, content: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  content();
  writer.join();
}

function writeString(writer: BinaryWriter, field: number, text: string): void {
  writer.tag(field, WireType.LengthDelimited).string(text);
}

function domainsOf(program: Program): ReadonlySet<Domain> {
  const domains = new Set<Domain>(['']);
  const waiting = [program];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { domain, attributes } of next.nodes) {
      domains.add(domain);
      waiting.push(...bodiesOf(attributes));
    }
  }
  return domains;
}

function typeIn(program: Program, name: string): TensorType {
  const type = program.types.get(name);
  if (type === undefined) throw new Error(`no value of ${program.name} is named '${name}'`);
  return type;
}

function lengthOf(pieces: Pieces): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

function join(pieces: Pieces): Uint8Array {
  const whole = new Uint8Array(lengthOf(pieces));
  let position = 0;
  for (const piece of pieces) {
    whole.set(piece, position);
    position += piece.length;
  }
  return whole;
}
