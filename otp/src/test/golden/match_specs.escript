#!/usr/bin/env escript
%% match_specs.escript N: random match specifications with what erlang:match_spec_test/3 of the real emulator says, "call<TAB>result" lines.
main([N]) -> rand:seed(exsss,{7,2,3}), [one() || _ <- lists:seq(1,list_to_integer(N))].
one() -> Sub = sub(), D = pick([table,table,trace]), S = case D of table -> Sub; trace -> pick([[1,a],[{x,2},[1,2]],[],[1.5]]) end,
  MS = [clause(D) || _ <- lists:seq(1,pick([1,1,2,3]))],
  L = io_lib:format("erlang:match_spec_test(~w,~w,~w)",[S,MS,D]),
  R = try erlang:match_spec_test(S,MS,D) of V -> io_lib:format("~w",[V]) catch C:E -> io_lib:format("~w:~w",[C,E]) end,
  io:format("~s\t~s~n",[L,R]).
pick(L) -> lists:nth(rand:uniform(length(L)),L).
sub() -> pick([{1,2},{a,[1,2,3]},{<<"abc">>,{x,1.5}},{1,1},{1,1.0},{},[1,2],{foo,{bar,[baz|q]}},{-7,true}]).
clause(D) -> {head(D), [expr(3)||_<-lists:seq(1,pick([0,0,1,2]))], body(D)}.
body(table) -> [expr(3)||_<-lists:seq(1,pick([1,1,2]))];
body(trace) -> [pick([expr(2),{message,expr(2)},{return_trace},{exception_trace},{message,'$_'}])||_<-lists:seq(1,pick([0,1,1,2]))].
head(table) -> pick(['_','$1',{'$1','$2'},{'$1','$1'},{'$1','_'},{'$2',['$1'|'$3']},{'$1',{'$2','$3'}},{'_',['$1','$2'|'_']},{a,'$9'},{1,'$1'},['$1','$2'],{}, {foo,'$1'},{'$1',{bar,['$2'|q]}},{'$1',true}]);
head(trace) -> pick(['_','$1',['$1','$2'],['$1'],[],['$1','$1'],['_','_'],['_','$2'],[{'$1','$2'},'$3']]).
var() -> pick(['$1','$1','$2','$2','$3','$_','$$']).
lit() -> pick([1,2,-3,1.5,true,false,a,[],<<"abc">>,"xy",0,{const,{a,1}},{const,'$1'},{{}}]).
expr(0) -> pick([var(),lit()]);
expr(N) -> case rand:uniform(14) of
 1 -> var(); 2 -> lit(); 3 -> {list_to_tuple([expr(N-1)||_<-lists:seq(1,pick([1,2,3]))])};
 4 -> [expr(N-1)||_<-lists:seq(1,pick([1,2]))]; 5 -> [expr(N-1)|expr(N-1)];
 6 -> {pick([is_atom,is_float,is_integer,is_list,is_number,is_pid,is_tuple,is_binary,is_map,is_function,abs,hd,tl,length,round,size,bit_size,byte_size,trunc,float,'not','-','+','bnot',node]),expr(N-1)};
 7 -> {pick(['+','-','*','/','div','rem','band','bor','bxor','bsl','bsr']),expr(N-1),expr(N-1)};
 8 -> {pick(['>','<','>=','=<','==','=:=','/=','=/=']),expr(N-1),expr(N-1)};
 9 -> list_to_tuple([pick(['and','or','andalso','orelse','xor'])|[expr(N-1)||_<-lists:seq(1,pick([0,1,2,2,2,3]))]]);
 10 -> {element,expr(0),expr(N-1)}; 11 -> {is_record,expr(N-1),pick([foo,a]),pick([1,2,x])};
 12 -> pick([{self,1},{foo},{bar,1,2},{message,1},{silent,true},{caller},{const},{1,2},{'$1',2},{get_tcw},{is_seq_trace},{binary_part,expr(0),0,1}]);
 13 -> var(); 14 -> {pick([is_atom,is_list,'<']),expr(N-1)} end.
