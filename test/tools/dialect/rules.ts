import type * as ESTree from 'oxc-parser';
import { parseSync, Visitor } from 'oxc-parser';

/** Something that is written in another way than the rest of the code. */
export interface Fault {
  /** 1 for the first. */
  readonly line: number;
  readonly message: string;
}

/** Columns that a line has at most: those of `biome.json`. */
const LINE_COLUMNS = 110;

const CONSTANT = /^[A-Z][A-Z0-9_]*$/;

export interface DialectOptions {
  /** Whether the constants of the file are held to a case: those of a test are its data. */
  readonly constants: boolean;
}

/**
 * What a file says in a dialect of its own: a top-level constant that is not in SCREAMING_CASE, an inner function that is an arrow with
 * a body, braces around one short statement, or none around a long one. `file` tells how it is to be read (`.ts`, `.tsx`).
 */
export function dialectFaults(file: string, text: string, { constants }: DialectOptions): readonly Fault[] {
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file} cannot be read: ${error.message}`);
  const found: { readonly at: number; readonly message: string }[] = [];
  const lineOf = (at: number): number => text.slice(0, at).split('\n').length;

  if (constants) {
    for (const { name, at } of program.body.flatMap(topLevelConstants)) {
      if (!CONSTANT.test(name)) {
        found.push({ at, message: `${name} is a constant: write it in SCREAMING_CASE, with its unit.` });
      }
    }
  }

  new Visitor({
    VariableDeclaration(node) {
      const name = arrowWithBody(node);
      if (name !== undefined) {
        found.push({ at: node.start, message: `${name} has a body: write it as a function.` });
      }
    },
    IfStatement(node) {
      const message = bracesFault(node, text);
      if (message !== undefined) found.push({ at: node.start, message });
    },
  }).visit(program);

  return found.toSorted((a, b) => a.at - b.at).map(({ at, message }) => ({ line: lineOf(at), message }));
}

function topLevelConstants(
  statement: ESTree.Program['body'][number],
): readonly { readonly name: string; readonly at: number }[] {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') return [];
  return declaration.declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' && init !== null && isConstant(init) ? [{ name: id.name, at: id.start }] : [],
  );
}

/** Whether a value is written out: a number, a text, a pattern, arithmetic with such, or a list or set of them. */
function isConstant(value: ESTree.Expression): boolean {
  switch (value.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return isConstant(value.expression);
    case 'Literal':
      return value.value !== null && typeof value.value !== 'boolean';
    case 'TemplateLiteral':
      return value.expressions.every(({ type }) => type === 'Identifier');
    case 'UnaryExpression':
      return value.operator === '-' && isConstant(value.argument);
    case 'BinaryExpression': {
      const sides = [value.left, value.right];
      const isWrittenOut = (side: ESTree.Expression | ESTree.PrivateInExpression['left']): boolean =>
        side.type !== 'PrivateIdentifier' && isConstant(side);
      return (
        sides.some(isWrittenOut) && sides.every((side) => side.type === 'Identifier' || isWrittenOut(side))
      );
    }
    case 'ArrayExpression':
      return value.elements.length > 0 && value.elements.every(isWrittenOutElement);
    case 'NewExpression': {
      const [first, ...others] = value.arguments;
      const isCollection = value.callee.type === 'Identifier' && /^(Set|Map)$/.test(value.callee.name);
      return isCollection && others.length === 0 && first?.type === 'ArrayExpression' && isConstant(first);
    }
    default:
      return false;
  }
}

/** A list of lists is a table, and reads like data. */
const isWrittenOutElement = (element: ESTree.ArrayExpressionElement): boolean =>
  element !== null &&
  element.type !== 'SpreadElement' &&
  element.type !== 'ArrayExpression' &&
  isConstant(element);

/** The name of a function that is written as an arrow with a body, and could be a declaration. */
function arrowWithBody({ kind, declarations }: ESTree.VariableDeclaration): string | undefined {
  const [only, ...others] = declarations;
  if (kind !== 'const' || only === undefined || others.length > 0) return undefined;
  const { id, init } = only;
  if (id.type !== 'Identifier' || id.typeAnnotation || init?.type !== 'ArrowFunctionExpression') {
    return undefined;
  }
  return init.body.type === 'BlockStatement' && !hasThis(init) ? id.name : undefined;
}

/** An arrow takes its `this` from outside; a declaration would not. */
function hasThis(node: ESTree.ArrowFunctionExpression): boolean {
  let isFound = false;
  new Visitor({
    ThisExpression() {
      isFound = true;
    },
  }).visit({ type: 'Program', body: [node] } as never);
  return isFound;
}

function bracesFault(node: ESTree.IfStatement, text: string): string | undefined {
  const { consequent, alternate } = node;
  const isOnOneLine = (from: number, to: number): boolean => !text.slice(from, to).includes('\n');
  if (consequent.type !== 'BlockStatement') {
    if (isOnOneLine(node.start, consequent.end)) return undefined;
    return 'An if of more than one line has braces.';
  }
  const [only, ...others] = consequent.body;
  if (alternate !== null || only === undefined || others.length > 0 || !isShort(only)) return undefined;
  const head = text.slice(node.start, consequent.start).trimEnd();
  const inner = text.slice(only.start, only.end);
  const around = text.slice(consequent.start, only.start) + text.slice(only.end, consequent.end);
  // A comment has its line.
  if (/\/[/*]/.test(around) || /\n/.test(head + inner)) return undefined;
  const lineStart = text.lastIndexOf('\n', node.start) + 1;
  const before = text.slice(lineStart, node.start);
  // The one behind `else` is part of a chain.
  if (/else\s*$/.test(before)) return undefined;
  return before.length + head.length + 1 + inner.length <= LINE_COLUMNS
    ? 'One short statement has no braces: write it behind the if.'
    : undefined;
}

const isShort = ({ type }: ESTree.Statement): boolean =>
  [
    'ExpressionStatement',
    'ReturnStatement',
    'ThrowStatement',
    'BreakStatement',
    'ContinueStatement',
  ].includes(type);
