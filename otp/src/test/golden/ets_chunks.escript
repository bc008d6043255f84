#!/usr/bin/env escript
%% Prints what EtsScanTest expects in src/test/resources/golden/ets_chunks.txt: run it with the real emulator.
chunks('$end_of_table') -> [];
chunks({L,C}) -> [L|chunks(ets:select(C))].
fill(T,ets_bag) -> [ets:insert(T,{I rem 500,I})||I<-lists:seq(1,2500)];
fill(T,_) -> [ets:insert(T,{I,I})||I<-lists:seq(1,2500)].
main(_) ->
 [begin T=ets:new(t,[Ty|O]), fill(T,if Ty==bag->ets_bag;true->x end),
   [io:format("~p ~p select ~p ~p ~p~n",[Ty,O,N,length(C),erlang:phash2(C)])|| N<-[1,7,100,1000,2500,3000], C<-[chunks(ets:select(T,[{{'$1','$2'},[{'>','$2',3}],[{{'$1','$2'}}]}],N))]],
   [io:format("~p ~p reverse ~p ~p ~p~n",[Ty,O,N,length(C),erlang:phash2(C)])|| N<-[1,7,100,1000,2500,3000], C<-[chunks(ets:select_reverse(T,[{{'$1','$2'},[{'>','$2',3}],[{{'$1','$2'}}]}],N))]],
   io:format("~p ~p all ~p~n",[Ty,O,erlang:phash2(ets:tab2list(T))]),
   io:format("~p ~p count ~p~n",[Ty,O,ets:select_count(T,[{{'$1','$2'},[{'<','$2',2000}],[true]}])]),
   io:format("~p ~p delete ~p~n",[Ty,O,ets:select_delete(T,[{{'$1','$2'},[{'==',0,{'rem','$2',3}}],[true]}])]),
   io:format("~p ~p all ~p ~p ~p~n",[Ty,O,erlang:phash2(ets:tab2list(T)),ets:info(T,size),ets:info(T,memory)]),
   Ty =/= bag andalso begin io:format("~p ~p replace ~p~n",[Ty,O,ets:select_replace(T,[{{'$1','$2'},[],[{{'$1',[{'+','$2',1}]}}]}])]),
   io:format("~p ~p all ~p ~p ~p~n",[Ty,O,erlang:phash2(ets:tab2list(T)),ets:info(T,size),ets:info(T,memory)]) end,
   [ets:delete(T,I)||I<-lists:seq(1,2400)],
   io:format("~p ~p all ~p ~p ~p~n",[Ty,O,erlang:phash2(ets:tab2list(T)),ets:info(T,size),ets:info(T,memory)])
  end || Ty<-[set,ordered_set,bag], O<-[[],[{write_concurrency,true}]]].
