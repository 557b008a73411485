/* SPDX-License-Identifier: MIT */
/* The grammar: occam 2.1, occam-pi and csp in one. The layout stage delivers NEWLINE, INDENT,
   DEDENT and SPEC. What the grammar cannot tell apart with one word of lookahead it reads as a
   cover form: `operand` for variables, calls, subscripts, tables and slices; `bracket` for all
   that stands in [ ]; chains of operators without precedence. The functions in actions.c sort
   these out, sema tells calls from conversions. */
%define api.pure full
%define api.value.type union
%define api.location.type {struct span}
%define lr.type ielr
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%parse-param {struct parse *parse}
%lex-param {struct parse *parse}

%code requires {
#include "syntax/actions.h"
}

%code {
#include <config.h>
#include "base/mem.h"

#define YYMALLOC mem_alloc
#define YYREALLOC mem_resize
#define YYFREE(block) ((void)(block))
#define YYMAXDEPTH 10000 // ORDER depth: mem.c asks for a stack that holds recursion over this
#define YYLLOC_DEFAULT(current, rhs, n)                                       \
    ((current) = (n) != 0 ? span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n))     \
                          : (struct span){YYRHSLOC(rhs, 0).to, YYRHSLOC(rhs, 0).to})

#define MAKE(kind, tag, span, ...)                                            \
    node_make(NODE_##kind, span, &(struct node_##tag){__VA_ARGS__}, sizeof(struct node_##tag))

static int yylex(YYSTYPE *value, YYLTYPE *span, struct parse *parse);
static void yyerror(YYLTYPE *span, struct parse *parse, const char *text);
}

%token END_OF_FILE 0 "end of file"
%token NEWLINE "end of line" INDENT "deeper indentation" DEDENT "less indentation" SPEC "specification"
%token <const struct name *> NAME "name"
%token <struct text_piece> INTEGER "integer" REAL "real number" BYTELIT "character" STRING "string"
%token <int> PRIM "type" BOOLLIT "truth value" OP "operator" PLUSMINUS "sign" MONOP "monadic operator" UDO "user-defined operator" UNIT "time unit"
%token <int> AND OR NOT AFTER QQ "??" '='
%token ALT ANY ASM AT BARRIER BYTESIN CASE CHAN CLAIM CLONE DATA DEFINED ELSE ENROLL
%token EXTENDS FIXED FOR FORK FORKING FROM FUNCTION IF IMPLEMENTS IN INITIAL INLINE IS MOBILE
%token MOBILE_CHAN "MOBILE.CHAN" MOBILE_PROC "MOBILE.PROC" MOBILE_ANY "MOBILE.ANY"
%token MOSTNEG MOSTPOS OF OFFSETOF PACKED PAR PLACE PLACED PORT PRI PROC PROCESSOR
%token PROTOCOL REC RECORD RESHAPES RESIGN RESULT RETYPES ROUND SEQ SHARED SIZE SKIP STEP STOP
%token SUSPEND SYNC TRUNC TYPE VAL VALOF WHILE WORKSPACE
%token ASSIGN ":=" DCOLON "::"
%token <const struct name *> PRAGMA "#PRAGMA"
%token <const struct name *> CLOSE POISON TRY END TEST ON FOREIGN
%token BLOCKING EXPORT
%token AFTER_GUARD "AFTER a time" DELAY TIMEOUT
%token <int> BUFFERED MAP

%type <const struct name *> name
%type <int> role proc_end dir dir_opt shared_end fixed_opt retypes quals quals_opt op1 dyadic monadic mode_opt pri_opt record_quals formal_mode
%type <struct node *> define dirdefine unit test spec line_spec proc_spec proc_rest function_head block_type chan_block
%type <struct node *> type dtype ctype chan_type protocol formal tag
%type <struct nodes *> defines bound dirdefines units formals formals_opt types fields tags sequential generic_opt generics extends_opt impl_opt
%type <struct node *> expr chain multi nonop term operand primary paren ref conv_ref conv_operand literal litref lit table tabref item type_or_operand stype atype valof valof_body rhs
%type <struct nodes *> exprs items items_opt args
%type <struct bracket *> bracket
%type <struct test> test_head
%type <struct foreign> foreign_head
%type <struct text_piece> c_name
%type <struct nodes *> foreign foreign_items
%type <struct node *> foreign_item
%type <struct node *> block pragma process process_nospec action case_input xinput repl par placed placement alt cond choice option alternative guard variant xvariant in_item out_item end_ref chan_end tagged_guard
%type <struct nodes *> processes some_processes choices options alts variants xvariants in_items out_items lhs placements bar_opt on_items on_list
%type <struct tagged> tagged
%type <struct xblock> xblock

%printer { fprintf(yyo, "%s", $$->text); } <const struct name *>

%%

file: units                     { parse->file = MAKE(FILE, file, @$, .units = *$1); }

units: %empty                   { $$ = list_new(); }
  | units unit                  { $$ = list_add($1, $2); }
  | units EXPORT unit           { $3->exported = true; $$ = list_add($1, $3); }
  | units foreign               { $$ = list_join($1, $2); }
  | units error NEWLINE         { $$ = $1; yyerrok; }
  | units error NEWLINE INDENT processes DEDENT { $$ = $1; yyerrok; }

unit: spec | process_nospec | test

/* FOREIGN "header.h" [FROM "library"]: headings of routines in C */
foreign: foreign_head NEWLINE INDENT foreign_items DEDENT ':' NEWLINE
      { $$ = $4; foreign_block(parse, &$1, $4); }
foreign_head: FOREIGN STRING    { $$ = (struct foreign){.header = $2, .span = @2}; }
  | FOREIGN STRING FROM STRING  { $$ = (struct foreign){.header = $2, .library = $4, .span = @2}; }
foreign_items: foreign_item     { $$ = list_one($1); }
  | foreign_items foreign_item  { $$ = list_add($1, $2); }
foreign_item: PROC define '(' formals_opt ')' c_name NEWLINE
      { $$ = foreign_item(MAKE(PROC, proc, span_join(@1, @5), .name = $2, .formals = *$4), $6, false); }
  | BLOCKING PROC define '(' formals_opt ')' c_name NEWLINE
      { $$ = foreign_item(MAKE(PROC, proc, span_join(@1, @6), .name = $3, .formals = *$5), $7, true); }
  | SPEC function_head c_name NEWLINE { $$ = foreign_item($2, $3, false); }
  | SPEC BLOCKING function_head c_name NEWLINE { $$ = foreign_item($3, $4, true); }
c_name: %empty                  { $$ = (struct text_piece){0}; }
  | '=' STRING                  { $$ = $2; }

/* TEST "title" [DEADLOCK | ERROR "text"] */
test: test_head NEWLINE INDENT process DEDENT ':' NEWLINE { $$ = test_proc(parse, @1, $1, $4); }
test_head: TEST STRING          { $$ = test_head(parse, $2, NULL, @2, (struct text_piece){0}); }
  | TEST STRING NAME            { $$ = test_head(parse, $2, $3, @3, (struct text_piece){0}); }
  | TEST STRING NAME STRING     { $$ = test_head(parse, $2, $3, @3, $4); }

/* ---- names ---- */
name: NAME | CLOSE | POISON | TRY | END | TEST | ON | FOREIGN
define: name                    { $$ = MAKE(DEFINE, define, @$, .name = $1); }
defines: define                 { $$ = list_one($1); }
  | defines ',' define          { $$ = list_add($1, $3); }
dir: '?'                        { $$ = DIRECTION_IN; }
  | '!'                         { $$ = DIRECTION_OUT; }
dir_opt: %empty                 { $$ = DIRECTION_NONE; }
  | dir
dirdefine: name                 { $$ = MAKE(DEFINE, define, @$, .name = $1); }
  | name dir                    { $$ = MAKE(DEFINE, define, @1, .name = $1, .direction = $2); }
dirdefines: dirdefine           { $$ = list_one($1); }
  | dirdefines ',' dirdefine    { $$ = list_add($1, $3); }

/* ---- specifications ---- */
spec: SPEC line_spec ':' NEWLINE { $$ = $2; }
  | SPEC error NEWLINE          { $$ = MAKE(PRAGMA, pragma, @$); yyerrok; }
  | proc_spec
  | SPEC function_head NEWLINE INDENT valof DEDENT ':' NEWLINE { $$ = function_body($2, $5); }
  | block_type
  | pragma
pragma: PRAGMA NEWLINE          { $$ = MAKE(PRAGMA, pragma, @$, .pragma = $1); }
  | PRAGMA defines NEWLINE      { $$ = MAKE(PRAGMA, pragma, @$, .pragma = $1, .names = *$2); }

line_spec: type dirdefines      { $$ = MAKE(DECLARE, declare, @$, .type_of = $1, .names = *$2); }
  | FIXED type dirdefines       { $$ = MAKE(DECLARE, declare, @$, .type_of = $2, .names = *$3); }
  | shared_end chan_type dirdefines { $$ = MAKE(DECLARE, declare, @$, .type_of = $2, .names = *$3, .shared = $1); }
  | INITIAL type defines IS exprs { $$ = MAKE(INITIAL, initial, @$, .type_of = $2, .names = *$3, .values = *$5); }
  | RESULT type defines         { $$ = MAKE(RESULT_DECLARE, result_declare, @$, .type_of = $2, .names = *$3); }
  | VAL type define IS rhs      { $$ = MAKE(ABBREVIATE, abbreviate, @$, .is_val = 1, .type_of = $2, .name = $3, .of = $5); }
  | VAL define IS rhs           { $$ = MAKE(ABBREVIATE, abbreviate, @$, .is_val = 1, .name = $2, .of = $4); }
  | type dirdefine IS rhs       { $$ = MAKE(ABBREVIATE, abbreviate, @$, .type_of = $1, .name = $2, .of = $4); }
  | RESULT type dirdefine IS rhs { $$ = MAKE(ABBREVIATE, abbreviate, @$, .qualifier = FORMAL_RESULT, .type_of = $2, .name = $3, .of = $5); }
  | FIXED type dirdefine IS rhs { $$ = MAKE(ABBREVIATE, abbreviate, @$, .qualifier = FORMAL_FIXED, .type_of = $2, .name = $3, .of = $5); }
  | dirdefine IS rhs            { $$ = MAKE(ABBREVIATE, abbreviate, @$, .name = $1, .of = $3); }
  | RESULT dirdefine IS rhs     { $$ = MAKE(ABBREVIATE, abbreviate, @$, .qualifier = FORMAL_RESULT, .name = $2, .of = $4); }
  | FIXED dirdefine IS rhs      { $$ = MAKE(ABBREVIATE, abbreviate, @$, .qualifier = FORMAL_FIXED, .name = $2, .of = $4); }
  | type dirdefine retypes rhs  { $$ = MAKE(RETYPE, retype, @$, .reshapes = $3, .type_of = $1, .name = $2, .of = $4); }
  | VAL type dirdefine retypes rhs { $$ = MAKE(RETYPE, retype, @$, .is_val = 1, .reshapes = $4, .type_of = $2, .name = $3, .of = $5); }
  | PLACE dirdefine AT expr     { $$ = MAKE(PLACE, place, @$, .of = MAKE(NAME, name_use, @2, .name = node_as_define($2)->name), .at = $4); }
  | PLACE dirdefine IN WORKSPACE { $$ = MAKE(PLACE, place, @$); }
  | PLACE dirdefine ON defines  { $$ = MAKE(PLACE, place, @$); }
  | PLACED type dirdefine AT expr { $$ = MAKE(PLACE, place, @$, .type_of = $2, .name = $3, .at = $5); }
  | PLACED type dirdefine expr  { $$ = MAKE(PLACE, place, @$, .type_of = $2, .name = $3, .at = $4); }
  | DATA TYPE define generic_opt IS type { $$ = MAKE(DATA_TYPE, data_type, @$, .name = $3, .is = $6, .generics = *$4); }
  | DATA TYPE define generic_opt IS '(' defines ')' { $$ = MAKE(ENUM_TYPE, enum_type, @$, .name = no_generics(parse, $3, $4), .names = *$7); }
  | CHAN TYPE define            { $$ = MAKE(CHAN_TYPE, chan_type, @$, .name = $3); }
  | PROTOCOL define generic_opt EXTENDS types { $$ = MAKE(PROTOCOL, protocol, @$, .name = $2, .extends = *$5, .generics = *$3); }
  | PROTOCOL define generic_opt IS sequential { $$ = MAKE(PROTOCOL, protocol, @$, .name = $2, .items = *$5, .generics = *$3); }
  | PROC TYPE define IS '(' formals_opt ')' { $$ = proc_type(@$, $3, $6); }
  | function_head IS exprs      { $$ = function_is($1, $3, @3); }
  | function_head
  | PROC define '(' formals_opt ')' { $$ = MAKE(PROC, proc, @$, .name = $2, .formals = *$4); }

retypes: RETYPES                { $$ = 0; }
  | RESHAPES                    { $$ = 1; }
rhs: expr
  | operand dir                 { $$ = MAKE(END_OF, end_of, @$, .channel = $1, .direction = $2); }
shared_end: SHARED              { $$ = SHARED_BOTH; }
  | SHARED '?'                  { $$ = SHARED_READING; }
  | SHARED '!'                  { $$ = SHARED_WRITING; }

proc_spec: proc_rest
  | quals proc_rest             { $$ = proc_qualify($2, $1); }
  | MOBILE PROC define '(' formals_opt ')' impl_opt NEWLINE INDENT process DEDENT ':' NEWLINE
      { $$ = MAKE(PROC, proc, @$, .name = $3, .formals = *$5, .body = $10, .mobile = 1, .implements = *$7); }
proc_rest: PROC define generic_opt '(' formals_opt ')' proc_tail NEWLINE INDENT process DEDENT proc_end
      { $$ = close_proc(parse, MAKE(PROC, proc, span_join(@1, @6), .name = $2, .formals = *$5, .body = $10, .generics = *$3), @11, $12); }
proc_end: ':' NEWLINE           { $$ = 1; }
  | ':' error NEWLINE           { $$ = 1; yyerrok; }
  | %empty                      { $$ = 0; }
generic_opt: %empty             { $$ = list_new(); }
  | '[' generics ']'            { $$ = $2; }
generics: role define           { $$ = list_one(with_role($2, $1)); }
  | generics ',' define         { $$ = list_add($1, with_role($3, node_as_define(vec_last($1))->role)); }
  | generics ',' role define    { $$ = list_add($1, with_role($4, $3)); }
role: TYPE                      { $$ = ROLE_TYPE; }
  | FUNCTION                    { $$ = ROLE_FUNCTION; }
  | PROC                        { $$ = ROLE_PROC; }
impl_opt: %empty                { $$ = list_new(); }
  | IMPLEMENTS types            { $$ = $2; }
quals: REC                      { $$ = QUALIFY_REC; }
  | INLINE                      { $$ = QUALIFY_INLINE; }
  | quals REC                   { $$ = qualify(parse, @2, $1, QUALIFY_REC); }
  | quals INLINE                { $$ = qualify(parse, @2, $1, QUALIFY_INLINE); }
quals_opt: %empty               { $$ = 0; }
  | quals_opt REC               { $$ = qualify(parse, @2, $1, QUALIFY_REC); }
  | quals_opt INLINE            { $$ = qualify(parse, @2, $1, QUALIFY_INLINE); }
proc_tail: %empty | proc_tail FORK | proc_tail SUSPEND
function_head: types quals_opt FUNCTION define generic_opt '(' formals_opt ')'
      { $$ = MAKE(FUNCTION, function, @$, .name = $4, .results = *$1, .formals = *$7, .is_inline = ($2 & QUALIFY_INLINE) != 0, .recursive = ($2 & QUALIFY_REC) != 0, .generics = *$5); }
  | types quals_opt FUNCTION STRING '(' formals_opt ')'
      { $$ = MAKE(FUNCTION, function, @$, .name = operator_name(parse, @4, $4), .results = *$1, .formals = *$6, .is_inline = ($2 & QUALIFY_INLINE) != 0, .is_operator = 1); }
types: type                     { $$ = list_one($1); }
  | types ',' type              { $$ = list_add($1, $3); }

block_type: DATA TYPE define generic_opt NEWLINE INDENT record_quals RECORD NEWLINE INDENT fields DEDENT DEDENT ':' NEWLINE
      { $$ = MAKE(RECORD, record, span_join(@1, @3), .name = $3, .packed = ($7 & 1) != 0, .mobile = ($7 & 2) != 0, .fields = *$11, .generics = *$4); }
  | quals DATA TYPE define generic_opt NEWLINE INDENT record_quals RECORD NEWLINE INDENT fields DEDENT DEDENT ':' NEWLINE
      { $$ = MAKE(RECORD, record, span_join(@1, @4), .name = $4, .packed = ($8 & 1) != 0, .mobile = ($8 & 2) != 0, .recursive = ($1 & QUALIFY_REC) != 0, .fields = *$12, .generics = *$5); }
  | DATA TYPE define generic_opt NEWLINE INDENT record_quals CASE NEWLINE INDENT tags DEDENT DEDENT ':' NEWLINE
      { $$ = MAKE(SUM_TYPE, sum_type, span_join(@1, @3), .name = $3, .mobile = ($7 & 2) != 0, .tags = *$11, .generics = *$4); }
  | quals DATA TYPE define generic_opt NEWLINE INDENT record_quals CASE NEWLINE INDENT tags DEDENT DEDENT ':' NEWLINE
      { $$ = MAKE(SUM_TYPE, sum_type, span_join(@1, @4), .name = $4, .mobile = ($8 & 2) != 0, .recursive = ($1 & QUALIFY_REC) != 0, .tags = *$12, .generics = *$5); }
  | chan_block
  | quals chan_block            { $$ = $2; }
  | PROTOCOL define generic_opt extends_opt NEWLINE INDENT CASE NEWLINE DEDENT ':' NEWLINE
      { $$ = MAKE(PROTOCOL_CASE, protocol_case, span_join(@1, @2), .name = $2, .generics = *$3, .extends = *$4); }
  | PROTOCOL define generic_opt extends_opt NEWLINE INDENT CASE NEWLINE INDENT tags DEDENT DEDENT ':' NEWLINE
      { $$ = MAKE(PROTOCOL_CASE, protocol_case, span_join(@1, @2), .name = $2, .generics = *$3, .extends = *$4, .tags = *$10); }
chan_block: CHAN TYPE define NEWLINE INDENT MOBILE RECORD NEWLINE INDENT fields DEDENT DEDENT ':' NEWLINE
      { $$ = MAKE(CHAN_TYPE, chan_type, span_join(@1, @3), .name = $3, .fields = *$10); }
extends_opt: %empty             { $$ = list_new(); }
  | EXTENDS types               { $$ = $2; }
record_quals: %empty            { $$ = 0; }
  | record_quals PACKED         { $$ = $1 | 1; }
  | record_quals MOBILE         { $$ = $1 | 2; }
fields: SPEC type dirdefines ':' NEWLINE
      { $$ = list_one(MAKE(DECLARE, declare, @$, .type_of = $2, .names = *$3)); }
  | fields SPEC type dirdefines ':' NEWLINE
      { $$ = list_add($1, MAKE(DECLARE, declare, span_join(@3, @4), .type_of = $3, .names = *$4)); }
tags: tag                       { $$ = list_one($1); }
  | tags tag                    { $$ = list_add($1, $2); }
tag: FROM type NEWLINE          { $$ = MAKE(TAG_FROM, tag_from, @$, .protocol = $2); }
  | define NEWLINE              { $$ = MAKE(TAG, tag, @1, .name = $1); }
  | define '=' expr NEWLINE     { $$ = MAKE(TAG, tag, @1, .name = $1, .number = $3); }
  | define ';' sequential NEWLINE { $$ = MAKE(TAG, tag, @1, .name = $1, .items = *$3); }
  | define '=' expr ';' sequential NEWLINE { $$ = MAKE(TAG, tag, @1, .name = $1, .number = $3, .items = *$5); }
sequential: protocol            { $$ = list_one($1); }
  | sequential ';' protocol     { $$ = list_add($1, $3); }
protocol: dtype
  | dtype "::" '[' ']' dtype    { $$ = MAKE(TYPE_COUNTED, type_counted, @$, .count = $1, .element = $5); }
  | ANY                         { $$ = MAKE(TYPE_ANY, type_any, @$); }

/* ---- formal parameters ---- */
formals_opt: %empty             { $$ = list_new(); }
  | formals
formals: formal                 { $$ = list_one($1); }
  | formals ',' formal          { $$ = list_add_formal($1, $3); }
formal: type dirdefine          { $$ = MAKE(FORMAL, formal, @$, .type_of = $1, .name = $2); }
  | type dirdefine '=' expr     { $$ = MAKE(FORMAL, formal, @$, .type_of = $1, .name = $2, .value = $4); }
  | formal_mode type dirdefine  { $$ = MAKE(FORMAL, formal, @$, .mode = $1, .type_of = $2, .name = $3); }
  | formal_mode type dirdefine '=' expr { $$ = MAKE(FORMAL, formal, @$, .mode = $1, .type_of = $2, .name = $3, .value = $5); }
  | shared_end chan_type dirdefine { $$ = MAKE(FORMAL, formal, @$, .shared = $1, .type_of = $2, .name = $3); }
  | dirdefine                   { $$ = MAKE(FORMAL, formal, @$, .name = $1); }
  | dirdefine '=' expr          { $$ = MAKE(FORMAL, formal, @$, .name = $1, .value = $3); }
formal_mode: VAL                { $$ = FORMAL_VAL; }
  | RESULT                      { $$ = FORMAL_RESULT; }
  | INITIAL                     { $$ = FORMAL_INITIAL; }
  | FIXED fixed_opt             { $$ = $2; }
fixed_opt: %empty               { $$ = FORMAL_FIXED; }

/* ---- types ---- */
type: dtype | ctype
dtype: '[' expr ']' dtype       { $$ = MAKE(TYPE_ARRAY, type_array, @$, .size = $2, .element = $4); }
  | '[' ']' dtype               { $$ = MAKE(TYPE_ARRAY, type_array, @$, .element = $3); }
  | MOBILE dtype                { $$ = MAKE(TYPE_MOBILE, type_mobile, @$, .of = $2); }
  | MOBILE_CHAN dir_opt         { $$ = MAKE(TYPE_MOBILE, type_mobile, @$, .any_end = 1, .direction = $2); }
  | MOBILE_PROC                 { $$ = MAKE(TYPE_MOBILE, type_mobile, @$); }
  | MOBILE_ANY                  { $$ = MAKE(TYPE_MOBILE, type_mobile, @$); }
  | SHARED MOBILE_CHAN dir_opt  { $$ = MAKE(TYPE_MOBILE, type_mobile, @$, .any_end = 1, .direction = $3, .shared = 1); }
  | SHARED name dir             { $$ = MAKE(TYPE_NAME, type_name, @$, .name = $2, .direction = $3, .shared = 1); }
  | PRIM                        { $$ = MAKE(TYPE_PRIM, type_prim, @$, .prim = $1); }
  | BARRIER                     { $$ = MAKE(TYPE_PRIM, type_prim, @$, .prim = PRIM_BARRIER); }
  | name                        { $$ = MAKE(TYPE_NAME, type_name, @$, .name = $1); }
  | name dir                    { $$ = MAKE(TYPE_NAME, type_name, @$, .name = $1, .direction = $2); }
  | name '[' types ']'          { $$ = MAKE(TYPE_GENERIC, type_generic, @$, .name = $1, .arguments = *$3); }
  | MAP '[' type ']' dtype      { $$ = MAKE(TYPE_MAP, type_map, @$, .key = $3, .element = $5); }
ctype: '[' expr ']' ctype       { $$ = MAKE(TYPE_ARRAY, type_array, @$, .size = $2, .element = $4); }
  | '[' ']' ctype               { $$ = MAKE(TYPE_ARRAY, type_array, @$, .element = $3); }
  | MOBILE ctype                { $$ = MAKE(TYPE_MOBILE, type_mobile, @$, .of = $2); }
  | chan_type
  | PORT of_opt protocol        { $$ = MAKE(TYPE_PORT, type_port, @$, .protocol = $3); }
chan_type: CHAN of_opt protocol { $$ = MAKE(TYPE_CHAN, type_chan, @$, .protocol = $3); }
  | BUFFERED '(' expr ')' CHAN of_opt protocol { $$ = MAKE(TYPE_CHAN, type_chan, @$, .protocol = $7, .overflow = $1, .buffered = $3); }
  | CHAN of_opt PRIM dir
      { $$ = MAKE(TYPE_CHAN, type_chan, @$, .protocol = MAKE(TYPE_PRIM, type_prim, @3, .prim = $3), .direction = $4); }
of_opt: %empty | OF

/* ---- expressions: flat chains, sorted out by chain_finish ---- */
exprs: expr                     { $$ = list_one($1); }
  | exprs ',' expr              { $$ = list_add($1, $3); }
expr: chain                     { $$ = chain_finish(parse, $1); }
chain: operand | multi
multi: nonop
  | operand op1 term            { $$ = chain_start($1, $2, @2, $3); }
  | operand QQ term             { $$ = chain_start($1, OP_U_QQ, @2, $3); }
  | multi dyadic term           { $$ = chain_start($1, $2, @2, $3); }
op1: OP | PLUSMINUS | AND | OR | AFTER | UDO | '='
dyadic: op1
  | QQ                          { $$ = OP_U_QQ; }
term: operand | nonop
nonop: monadic operand          { $$ = MAKE(MONADIC, monadic, @$, .op = $1, .operand = $2); }
  | MOSTPOS dtype               { $$ = MAKE(LIMIT, limit, @$, .is_max = 1, .of = $2); }
  | MOSTNEG dtype               { $$ = MAKE(LIMIT, limit, @$, .of = $2); }
  | CLONE operand               { $$ = MAKE(CLONE, clone, @$, .operand = $2); }
  | DEFINED operand             { $$ = MAKE(DEFINED, defined, @$, .operand = $2); }
  | SIZE operand                { $$ = MAKE(SIZE, size, @$, .of = $2); }
  | SIZE operand dir            { $$ = MAKE(SIZE, size, @$, .of = $2); }
  | SIZE PRIM                   { $$ = MAKE(SIZE, size, @$, .of = MAKE(TYPE_PRIM, type_prim, @2, .prim = $2)); }
  | SIZE tabref stype           { $$ = MAKE(SIZE, size, @$, .of = type_from_brackets(parse, $2, $3)); }
  | PRIM mode_opt operand       { $$ = MAKE(CONVERT, convert, @$, .mode = $2, .to = MAKE(TYPE_PRIM, type_prim, @1, .prim = $1), .operand = $3); }
  | NAME ROUND operand          { $$ = MAKE(CONVERT, convert, @$, .mode = CONVERT_ROUND, .to = MAKE(TYPE_NAME, type_name, @1, .name = $1), .operand = $3); }
  | NAME TRUNC operand          { $$ = MAKE(CONVERT, convert, @$, .mode = CONVERT_TRUNC, .to = MAKE(TYPE_NAME, type_name, @1, .name = $1), .operand = $3); }
  | NAME conv_operand           { $$ = conversion_by_name(parse, @$, $1, @1, $2); }
  | MOBILE '[' expr ']' atype   { $$ = MAKE(MOBILE_NEW, mobile_new, @$, .of = MAKE(TYPE_ARRAY, type_array, @$, .size = $3, .element = $5)); }
  | MOBILE BARRIER              { $$ = MAKE(MOBILE_NEW, mobile_new, @$, .of = MAKE(TYPE_PRIM, type_prim, @2, .prim = PRIM_BARRIER)); }
  | MOBILE NAME '[' types ']'
      { $$ = MAKE(MOBILE_NEW, mobile_new, @$, .of = MAKE(TYPE_GENERIC, type_generic, span_join(@2, @5), .name = $2, .arguments = *$4)); }
  | MOBILE NAME                 { $$ = MAKE(MOBILE_NEW, mobile_new, @$, .of = MAKE(TYPE_NAME, type_name, @2, .name = $2)); }
mode_opt: %empty                { $$ = CONVERT_PLAIN; }
  | ROUND                       { $$ = CONVERT_ROUND; }
  | TRUNC                       { $$ = CONVERT_TRUNC; }
monadic: PLUSMINUS | NOT | MONOP | UDO
  | QQ                          { $$ = OP_U_QQ; }
conv_operand: conv_ref | literal | litref
  | BYTESIN '(' type_or_operand ')' { $$ = MAKE(BYTESIN, bytesin, @$, .of = $3); }
  | OFFSETOF '(' type ',' define ')' { $$ = MAKE(OFFSETOF, offsetof_field, @$, .record = $3, .field = $5); }
conv_ref: NAME                  { $$ = MAKE(NAME, name_use, @$, .name = $1); }
  | conv_ref '[' bracket ']'    { $$ = subscript(parse, @$, $1, $3); }
  | conv_ref '(' args ')'       { $$ = MAKE(CALL, call, @$, .callee = $1, .arguments = *$3); }
operand: primary
primary: literal | litref | paren | table | ref
  | BYTESIN '(' type_or_operand ')' { $$ = MAKE(BYTESIN, bytesin, @$, .of = $3); }
  | OFFSETOF '(' type ',' define ')' { $$ = MAKE(OFFSETOF, offsetof_field, @$, .record = $3, .field = $5); }
  | paren '[' bracket ']'       { $$ = subscript(parse, @$, $1, $3); }
paren: '(' expr ')'             { $$ = bracketed($2, @$); }
  | '(' valof ')'               { $$ = bracketed($2, @$); }
  | '(' expr ',' exprs ')'      { $$ = MAKE(LIST_OF, list_of, @$, .items = *list_prepend($2, $4)); }
ref: name                       { $$ = MAKE(NAME, name_use, @$, .name = $1); }
  | ref '[' bracket ']'         { $$ = subscript(parse, @$, $1, $3); }
  | ref '(' args ')'            { $$ = MAKE(CALL, call, @$, .callee = $1, .arguments = *$3); }
tabref: '[' bracket ']'         { $$ = from_bracket(parse, @$, $2); }
  | tabref '[' bracket ']'      { $$ = subscript(parse, @$, $1, $3); }
atype: dtype
  | CHAN of_opt dtype           { $$ = MAKE(TYPE_CHAN, type_chan, @$, .protocol = $3); }
stype: PRIM                     { $$ = MAKE(TYPE_PRIM, type_prim, @$, .prim = $1); }
  | NAME                        { $$ = MAKE(TYPE_NAME, type_name, @$, .name = $1); }
  | MOBILE_CHAN                 { $$ = MAKE(TYPE_MOBILE, type_mobile, @$); }
table: tabref
  | tabref '(' type ')'         { $$ = decorate(parse, $1, $3, @$); }
bracket: items_opt              { $$ = bracket_items($1); }
  | item FROM expr              { $$ = bracket_slice($1, $3, NULL); }
  | item FROM expr FOR expr     { $$ = bracket_slice($1, $3, $5); }
  | item FOR expr               { $$ = bracket_slice($1, NULL, $3); }
  | item FOR expr '|' expr      { $$ = bracket_constructor($1, $3, NULL, $5); }
  | item FOR expr STEP expr '|' expr { $$ = bracket_constructor($1, $3, $5, $7); }
items_opt: %empty               { $$ = list_new(); }
  | items
items: item                     { $$ = list_one($1); }
  | items ',' item              { $$ = list_add($1, $3); }
item: expr
  | PRIM                        { $$ = MAKE(TYPE_PRIM, type_prim, @$, .prim = $1); }
  | tabref PRIM                 { $$ = type_from_brackets(parse, $1, MAKE(TYPE_PRIM, type_prim, @2, .prim = $2)); }
  | operand dir                 { $$ = MAKE(END_OF, end_of, @$, .channel = $1, .direction = $2); }
args: items_opt
literal: lit
  | lit '(' type ')'            { $$ = decorate(parse, $1, $3, @$); }
  | BOOLLIT                     { $$ = MAKE(BOOL, boolean, @$, .truth = $1); }
litref: literal '[' bracket ']' { $$ = subscript(parse, @$, $1, $3); }
  | litref '[' bracket ']'      { $$ = subscript(parse, @$, $1, $3); }
lit: INTEGER                    { $$ = MAKE(INTEGER, integer, @$, .text = $1); }
  | REAL                        { $$ = MAKE(REAL, real, @$, .text = $1); }
  | BYTELIT                     { $$ = MAKE(BYTE, byte, @$, .text = $1); }
  | STRING                      { $$ = MAKE(STRING, string, @$, .text = $1); }
type_or_operand: expr
  | PRIM                        { $$ = MAKE(TYPE_PRIM, type_prim, @$, .prim = $1); }
  | tabref PRIM                 { $$ = type_from_brackets(parse, $1, MAKE(TYPE_PRIM, type_prim, @2, .prim = $2)); }

/* ---- processes ---- */
block: NEWLINE INDENT process DEDENT { $$ = $3; }
processes: some_processes
  | some_processes pragma       { $$ = list_add($1, MAKE(SCOPED, scoped, @2, .spec = $2, .body = MAKE(SKIP, skip, @2))); }
some_processes: process         { $$ = list_one($1); }
  | some_processes process      { $$ = list_add($1, $2); }
process: spec process           { $$ = MAKE(SCOPED, scoped, @$, .spec = $1, .body = $2); }
  | process_nospec
  | error NEWLINE               { $$ = MAKE(SKIP, skip, @$); yyerrok; }
  | error NEWLINE INDENT processes DEDENT { $$ = MAKE(SKIP, skip, @$); yyerrok; }
process_nospec: SKIP NEWLINE    { $$ = MAKE(SKIP, skip, @1); }
  | STOP NEWLINE                { $$ = MAKE(STOP, stop, @1); }
  | SUSPEND NEWLINE             { $$ = MAKE(SUSPEND, suspend, @1); }
  | SYNC operand NEWLINE        { $$ = MAKE(SYNC, sync, span_join(@1, @2), .barrier = $2); }
  | action NEWLINE
  | xinput | case_input
  | ref '(' args ')' NEWLINE    { $$ = MAKE(INSTANCE, instance, span_join(@1, @4), .callee = $1, .arguments = *$3); }
  | SEQ repl block              { $$ = MAKE(SEQ, seq, span_join(@1, @2), .replicator = $2, .body = *list_one($3)); }
  | SEQ repl NEWLINE INDENT process processes DEDENT
      { one_component(parse, $6, "SEQ", "process"); $$ = MAKE(SEQ, seq, span_join(@1, @2), .replicator = $2, .body = *list_one($5)); }
  | SEQ NEWLINE                 { $$ = MAKE(SEQ, seq, @1); }
  | SEQ NEWLINE INDENT processes DEDENT { $$ = MAKE(SEQ, seq, @1, .body = *$4); }
  | par | placed | alt | cond
  | WHILE expr block            { $$ = MAKE(WHILE, while_process, span_join(@1, @2), .condition = $2, .body = $3); }
  | CASE expr NEWLINE           { $$ = MAKE(CASE, case_process, span_join(@1, @2), .selector = $2); }
  | CASE expr NEWLINE INDENT options DEDENT { $$ = MAKE(CASE, case_process, span_join(@1, @2), .selector = $2, .options = *$5); }
  | CLAIM operand block         { $$ = MAKE(CLAIM, claim, span_join(@1, @2), .channel = $2, .body = $3); }
  | CLAIM operand dir block
      { $$ = MAKE(CLAIM, claim, span_join(@1, @3), .channel = MAKE(END_OF, end_of, span_join(@2, @3), .channel = $2, .direction = $3), .body = $4); }
  | CLAIM action NEWLINE        { $$ = MAKE(CLAIM, claim, span_join(@1, @2), .channel = $2, .body = $2); }
  | FORKING block               { $$ = MAKE(FORKING, forking, @1, .body = $2); }
  | FORK ref NEWLINE            { $$ = fork_process(parse, span_join(@1, @2), $2); }
  | RESIGN operand block        { $$ = MAKE(RESIGN, resign, span_join(@1, @2), .barrier = $2, .body = $3); }
  | ASM NEWLINE                 { $$ = MAKE(ASM, assembly, @1); }
  | CLOSE chan_end NEWLINE      { $$ = close_process(span_join(@1, @2), $2); }
  | POISON end_ref NEWLINE      { $$ = MAKE(POISON, poison, span_join(@1, @2), .channel = $2); }
  | END NEWLINE                 { $$ = MAKE(END, end, @1); }
  | TRY block ON END on_list block { $$ = MAKE(TRY, try_process, @1, .body = $2, .ends = *$5, .handler = $6); }
  | TIMEOUT expr UNIT block     { $$ = MAKE(TIMEOUT, timeout, span_join(@1, @3), .time = $2, .unit = $3, .body = $4); }
  | TIMEOUT expr UNIT block ELSE block
      { $$ = MAKE(TIMEOUT, timeout, span_join(@1, @3), .time = $2, .unit = $3, .body = $4, .otherwise = $6); }
  | DELAY expr UNIT NEWLINE     { $$ = MAKE(DELAY, delay, span_join(@1, @3), .time = $2, .unit = $3); }
on_list: %empty                 { $$ = list_new(); }
  | on_items
on_items: chan_end              { $$ = list_one($1); }
  | on_items ',' chan_end       { $$ = list_add($1, $3); }
chan_end: end_ref dir           { $$ = MAKE(END_OF, end_of, @$, .channel = $1, .direction = $2); }
end_ref: NAME                   { $$ = MAKE(NAME, name_use, @$, .name = $1); }
  | end_ref '[' bracket ']'     { $$ = subscript(parse, @$, $1, $3); }

repl: define '=' expr FOR expr  { $$ = MAKE(REPLICATOR, replicator, @$, .name = $1, .from = $3, .count = $5); }
  | define '=' expr FOR expr STEP expr { $$ = MAKE(REPLICATOR, replicator, @$, .name = $1, .from = $3, .count = $5, .step = $7); }
  | defines IN operand          { $$ = MAKE(REPLICATOR_IN, replicator_in, @$, .names = *$1, .over = $3); }
  | defines IN operand dir
      { $$ = MAKE(REPLICATOR_IN, replicator_in, @$, .names = *$1, .over = MAKE(END_OF, end_of, span_join(@3, @4), .channel = $3, .direction = $4)); }

par: pri_opt PAR bar_opt NEWLINE { $$ = MAKE(PAR, par, @2, .priority = $1, .barriers = *$3); }
  | pri_opt PAR bar_opt NEWLINE INDENT processes DEDENT { $$ = MAKE(PAR, par, @2, .priority = $1, .barriers = *$3, .body = *$6); }
  | pri_opt PAR repl bar_opt block { $$ = MAKE(PAR, par, span_join(@2, @3), .priority = $1, .replicator = $3, .barriers = *$4, .body = *list_one($5)); }
  | pri_opt PAR repl bar_opt NEWLINE INDENT process processes DEDENT
      { one_component(parse, $8, "PAR", "process"); $$ = MAKE(PAR, par, span_join(@2, @3), .priority = $1, .replicator = $3, .barriers = *$4, .body = *list_one($7)); }
pri_opt: %empty                 { $$ = 0; }
  | PRI                         { $$ = 1; }
bar_opt: %empty                 { $$ = list_new(); }
  | BARRIER items               { $$ = $2; }
  | ENROLL items                { $$ = $2; }
placed: PLACED PAR repl NEWLINE INDENT placement DEDENT { $$ = MAKE(PAR, par, @1, .placed = 1, .replicator = $3, .body = *list_one($6)); }
  | PLACED PAR NEWLINE INDENT placements DEDENT { $$ = MAKE(PAR, par, @1, .placed = 1, .body = *$5); }
placements: placement           { $$ = list_one($1); }
  | placements placement        { $$ = list_add($1, $2); }
placement: PROCESSOR expr block { $$ = $3; }
  | PROCESSOR lit NAME block    { $$ = $4; }
  | process

cond: IF NEWLINE                { $$ = MAKE(IF, if_process, @1); }
  | IF NEWLINE INDENT choices DEDENT { $$ = MAKE(IF, if_process, @1, .choices = *$4); }
  | IF repl NEWLINE INDENT choice DEDENT { $$ = MAKE(IF, if_process, span_join(@1, @2), .replicator = $2, .choices = *list_one($5)); }
  | IF repl NEWLINE INDENT choice choices DEDENT
      { one_component(parse, $6, "IF", "choice"); $$ = MAKE(IF, if_process, span_join(@1, @2), .replicator = $2, .choices = *list_one($5)); }
choices: choice                 { $$ = list_one($1); }
  | choices choice              { $$ = list_add($1, $2); }
choice: spec choice             { $$ = MAKE(SCOPED, scoped, @$, .spec = $1, .body = $2); }
  | cond
  | expr block                  { $$ = MAKE(CHOICE, choice, @$, .condition = $1, .body = $2); }
  | ELSE block                  { $$ = MAKE(CHOICE, choice, @$, .body = $2); }
  | error NEWLINE               { $$ = MAKE(CHOICE, choice, @$, .body = MAKE(SKIP, skip, @1)); yyerrok; }
  | error NEWLINE INDENT processes DEDENT { $$ = MAKE(CHOICE, choice, @$, .body = MAKE(SKIP, skip, @1)); yyerrok; }
options: option                 { $$ = list_one($1); }
  | options option              { $$ = list_add($1, $2); }
option: spec option             { $$ = MAKE(SCOPED, scoped, @$, .spec = $1, .body = $2); }
  | ELSE block                  { $$ = MAKE(OPTION, option, @$, .body = $2); }
  | exprs block                 { $$ = MAKE(OPTION, option, @$, .values = *$1, .body = $2); }
  | name ';' bound block        { $$ = MAKE(VARIANT_OPTION, variant_option, span_join(@1, @3), .tag = $1, .names = *$3, .body = $4); }
bound: define                   { $$ = list_one($1); }
  | bound ';' define            { $$ = list_add($1, $3); }

alt: pri_opt ALT NEWLINE        { $$ = MAKE(ALT, alt, @2, .priority = $1); }
  | pri_opt ALT NEWLINE INDENT alts DEDENT { $$ = MAKE(ALT, alt, @2, .priority = $1, .guards = *$5); }
  | pri_opt ALT repl NEWLINE INDENT alternative DEDENT { $$ = MAKE(ALT, alt, span_join(@2, @3), .priority = $1, .replicator = $3, .guards = *list_one($6)); }
  | pri_opt ALT repl NEWLINE INDENT alternative alts DEDENT
      { one_component(parse, $7, "ALT", "alternative"); $$ = MAKE(ALT, alt, span_join(@2, @3), .priority = $1, .replicator = $3, .guards = *list_one($6)); }
alts: alternative               { $$ = list_one($1); }
  | alts alternative            { $$ = list_add($1, $2); }
alternative: spec alternative   { $$ = MAKE(SCOPED, scoped, @$, .spec = $1, .body = $2); }
  | alt | guard
  | expr '&' guard              { $$ = guard_condition($3, $1); }
guard: SKIP block               { $$ = MAKE(GUARD, guard, @1, .input = MAKE(SKIP, skip, @1), .body = $2); }
  | operand '?' AFTER expr block
      { $$ = MAKE(GUARD, guard, span_join(@1, @4), .input = MAKE(TIMER_AFTER, timer_after, span_join(@1, @4), .timer = $1, .time = $4), .body = $5); }
  | operand '?' CASE NEWLINE    { $$ = MAKE(GUARD, guard, @1, .input = MAKE(CASE_INPUT, case_input, span_join(@1, @3), .channel = $1)); }
  | operand '?' CASE NEWLINE INDENT variants DEDENT
      { $$ = MAKE(GUARD, guard, span_join(@1, @3), .input = MAKE(CASE_INPUT, case_input, span_join(@1, @3), .channel = $1, .variants = *$6)); }
  | operand "??" CASE NEWLINE   { $$ = MAKE(GUARD, guard, @1, .input = MAKE(CASE_INPUT, case_input, span_join(@1, @3), .channel = $1, .extended = 1)); }
  | operand "??" CASE NEWLINE INDENT xvariants DEDENT
      { $$ = MAKE(GUARD, guard, span_join(@1, @3), .input = MAKE(CASE_INPUT, case_input, span_join(@1, @3), .channel = $1, .variants = *$6, .extended = 1)); }
  | tagged_guard
  | operand "??" in_items xblock
      { $$ = MAKE(GUARD, guard, span_join(@1, @3), .input = MAKE(INPUT, input, span_join(@1, @3), .channel = $1, .items = *$3, .extended = 1, .body = $4.during, .after = $4.after)); }
  | operand '?' in_items block
      { $$ = MAKE(GUARD, guard, span_join(@1, @3), .input = input_process(parse, span_join(@1, @3), $1, $3), .body = $4); }
  | operand '!' out_items block
      { $$ = MAKE(GUARD, guard, span_join(@1, @3), .input = MAKE(OUTPUT, output, span_join(@1, @3), .channel = $1, .items = *$3), .body = $4); }
  | SYNC operand block          { $$ = MAKE(GUARD, guard, span_join(@1, @2), .input = MAKE(SYNC, sync, span_join(@1, @2), .barrier = $2), .body = $3); }
  | AFTER_GUARD expr UNIT block
      { $$ = MAKE(GUARD, guard, span_join(@1, @3), .input = MAKE(DELAY, delay, span_join(@1, @3), .time = $2, .unit = $3), .body = $4); }
tagged_guard: operand '?' CASE tagged block
      { $$ = MAKE(GUARD, guard, span_join(@1, @4), .input = tagged_input(span_join(@1, @4), $1, $4, $5, NULL, 0)); }
  | operand "??" CASE tagged xblock
      { $$ = MAKE(GUARD, guard, span_join(@1, @4), .input = tagged_input(span_join(@1, @4), $1, $4, $5.during, $5.after, 1)); }
xblock: NEWLINE INDENT process DEDENT { $$ = (struct xblock){$3, NULL}; }
  | NEWLINE INDENT process process DEDENT { $$ = (struct xblock){$3, $4}; }
variants: variant               { $$ = list_one($1); }
  | variants variant            { $$ = list_add($1, $2); }
variant: spec variant           { $$ = MAKE(SCOPED, scoped, @$, .spec = $1, .body = $2); }
  | tagged block                { $$ = MAKE(VARIANT, variant, @1, .tag = $1.tag, .items = *$1.items, .body = $2); }
xvariants: xvariant             { $$ = list_one($1); }
  | xvariants xvariant          { $$ = list_add($1, $2); }
xvariant: spec xvariant         { $$ = MAKE(SCOPED, scoped, @$, .spec = $1, .body = $2); }
  | tagged xblock               { $$ = MAKE(VARIANT, variant, @1, .tag = $1.tag, .items = *$1.items, .body = $2.during, .after = $2.after); }
tagged: name                    { $$ = (struct tagged){@1, $1, list_new()}; }
  | name ';' in_items           { $$ = (struct tagged){@1, $1, $3}; }
in_items: in_item               { $$ = list_one($1); }
  | in_items ';' in_item        { $$ = list_add($1, $3); }
in_item: operand
  | operand "::" operand        { $$ = MAKE(COUNTED, counted, @$, .count = $1, .items = $3); }
out_items: out_item             { $$ = list_one($1); }
  | out_items ';' out_item      { $$ = list_add($1, $3); }
out_item: expr
  | PRIM                        { $$ = MAKE(TYPE_PRIM, type_prim, @$, .prim = $1); }
  | tabref PRIM                 { $$ = type_from_brackets(parse, $1, MAKE(TYPE_PRIM, type_prim, @2, .prim = $2)); }
  | expr "::" expr              { $$ = MAKE(COUNTED, counted, @$, .count = $1, .items = $3); }
action: operand '!' out_items   { $$ = MAKE(OUTPUT, output, @$, .channel = $1, .items = *$3); }
  | operand '?' AFTER expr      { $$ = MAKE(TIMER_AFTER, timer_after, @$, .timer = $1, .time = $4); }
  | operand '?' CASE tagged     { $$ = tagged_input(@$, $1, $4, NULL, NULL, 0); }
  | operand '?' in_items        { $$ = input_process(parse, @$, $1, $3); }
  | lhs ":=" exprs              { $$ = MAKE(ASSIGN, assign, @$, .left = *$1, .right = *$3); }
lhs: operand                    { $$ = list_one($1); }
  | lhs ',' operand             { $$ = list_add($1, $3); }
case_input: operand '?' CASE NEWLINE { $$ = MAKE(CASE_INPUT, case_input, span_join(@1, @3), .channel = $1); }
  | operand '?' CASE NEWLINE INDENT variants DEDENT
      { $$ = MAKE(CASE_INPUT, case_input, span_join(@1, @3), .channel = $1, .variants = *$6); }
xinput: operand "??" CASE NEWLINE INDENT xvariants DEDENT
      { $$ = MAKE(CASE_INPUT, case_input, span_join(@1, @3), .channel = $1, .variants = *$6, .extended = 1); }
  | operand "??" CASE tagged xblock { $$ = tagged_input(span_join(@1, @4), $1, $4, $5.during, $5.after, 1); }
  | operand "??" in_items xblock
      { $$ = MAKE(INPUT, input, span_join(@1, @3), .channel = $1, .items = *$3, .extended = 1, .body = $4.during, .after = $4.after); }
valof: valof_body
  | spec valof                  { $$ = MAKE(SCOPED, scoped, @$, .spec = $1, .body = $2); }
valof_body: VALOF NEWLINE INDENT process RESULT exprs NEWLINE DEDENT
      { $$ = MAKE(VALOF, valof, @1, .body = $4, .results = *$6); }

%%

static int
yylex(YYSTYPE *value, YYLTYPE *span, struct parse *parse)
{
    parse->token = layout_next(parse->layout);
    *span = parse->token.span;
    if (parse->token.kind == 0)
        return 0;
    switch (parse->token.kind) {
    case NAME: case CLOSE: case POISON: case TRY: case END: case TEST: case ON: case FOREIGN: case PRAGMA:
        value->NAME = parse->token.name;
        break;
    case INTEGER: case REAL: case BYTELIT: case STRING:
        value->INTEGER = parse->token.text;
        break;
    default:
        value->PRIM = parse->token.number;
        break;
    }
    return parse->token.kind;
}

static void
yyerror(YYLTYPE *span, struct parse *parse, const char *text)
{
    syntax_error_text(parse, *span, text);
}

static int
yyreport_syntax_error(const yypcontext_t *context, struct parse *parse)
{
    enum { MOST = 400 };
    yysymbol_kind_t expected[MOST];
    const char *names[MOST];
    const int count = yypcontext_expected_tokens(context, expected, MOST);

    for (int i = 0; i < count; i++)
        names[i] = yysymbol_name(expected[i]);
    syntax_error_report(parse, *yypcontext_location(context), names, count > 0 ? count : 0);
    return 0;
}

const char *
token_kind_text(int kind)
{
    return yysymbol_name(YYTRANSLATE(kind));
}

int
parser_run(struct parse *parse)
{
    return yyparse(parse);
}
