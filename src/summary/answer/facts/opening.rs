//! Words that open sentences and name nobody: they may stand there though the article has them not.

/// In English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Russian and Polish.
const WORDS: [&str; 10] = [
    "a according after all also although although among an and another any as at because before \
     behind below beneath between beyond both but by despite during each either even every few for \
     from he her here his how however if in inside instead it its just less like many more most much \
     near neither no nobody none nor not nothing now of on once one only or other others our outside \
     over rather readers she since so some still such than that the their then there these they this \
     those though through throughout to today together too toward towards under unless unlike until \
     up upon we what whatever when where whether which while who whose why with within without yet \
     you your",
    "aber alle allein als also am an ansonsten auch auf aus bei beide beim bis da dabei dadurch dafür \
     dagegen damit danach dann daran das dass dazu dem den denn der deren des deshalb die dies diese \
     dieser dieses doch dort durch ein eine einem einen einer eines einige entlang er es etwa etwas \
     für ganz gegen hier hinter ihr ihre im immer in indem ist jede jeder jedes kein keine können man \
     manche mehr mit nach neben nicht nichts noch nur ob obwohl oder ohne schon seit sie so sobald \
     solche sondern sowohl statt trotz über um und unter viele vielmehr vom von vor während wann was \
     weder weil welche wenn wer wie wieder wir wo wobei zu zudem zum zur zwischen",
    "à afin ainsi alors après au aucun aussi autant autour aux avant avec beaucoup car ce cela celle \
     celui ces cet cette chaque chez comme comment contre dans de depuis derrière des dès devant donc \
     du elle elles en encore enfin entre est et grâce il ils jamais la le les leur lorsque mais malgré \
     même moins ne ni non notre nous on ou où outre par parce parmi pendant peu plus plusieurs pour \
     pourquoi pourtant près quand que quel quelques qui sans sauf se selon sera ses seul seule seuls si \
     son sous sur tandis tant toujours tous tout toute toutes très trop un une vers voici votre",
    "a además al algunas algunos ambos ante antes aquel aquí así aún aunque bajo cada casi como con \
     contra cual cuando cuanto de del desde después detrás donde durante e el ella ellas ellos en \
     entonces entre era es esa ese eso esta este esto estos existe fue gracias ha hasta hay la las le lo \
     los luego más mediante mientras mucho muchos nada ni ninguna ningún no nos nuestro o otra otro \
     otros para pero poco por porque pues que quien según ser si sí sin sino sobre solo su sus también \
     tanto toda todas todo todos tras un una unas uno unos y ya",
    "além ainda algumas alguns ambos antes ao aos apesar apenas após aquela aquele aqui as assim até cada \
     com como contra da das de depois desde do dos durante e ela elas ele eles em embora enquanto então \
     entre era essa esse esta este foi há isso isto já mais mas mesmo muitas muitos na nas nem nenhuma \
     nenhum no nos num numa não o onde os ou outra outro para pela pelo pois por porém porque quando \
     quanto que quem se segundo sem sempre ser sob sobre sua são também tanto toda todas todo todos um \
     uma uns",
    "a ad ai al alcuni alcune alla alle allo anche ancora attraverso che chi ci col come con contro così \
     cui da dai dal dalla dei del dell della delle dentro di dopo dove dunque durante e ed era essere fino \
     fra gli grazie i il in infatti invece io la le lo loro ma mentre molte molti nei nel nella nelle \
     nessun nessuna non oggi ogni oltre ora per perché però più poi presso prima qualche quale quando \
     quanto quella quello questa queste questi questo qui se secondo sempre senza senso si solo sono \
     sotto su sui sul sulla tra tutta tutte tutti tutto un una uno",
    "aan al alle alleen als altijd bij binnen boven daar daarna daarom dan dat de deze die dit door dus een \
     eerst elk elke en er geen haar hebben het hier hij hoe hun ieder iedere iets in is kan maar maken meer \
     met na naar naast niet niets nog nu of om omdat ondanks onder ook op over pas sinds sommige te tegen \
     terwijl toch toen tot tussen uit vaak van vanaf vele veel volgens voor waar waarom wanneer wat we wel \
     welke wie ze zelfs zij zo zoals zonder",
    "all alla allt att av bara bland både de dem den denna deras dess dessa det detta du där därför efter en \
     enligt ett flera från för före genom han hon hur här i ingen inga inom inte inuti istället ju kring man \
     med medan mellan men mer mot mycket många ner nu några någon när och också om på redan samma sedan sin \
     själva som så sådana tack till trots under upp utan utom vad var varför varje vem vi vid vilka åt även \
     över",
    "а без благодаря более больше будет был была были было в вместо во все всё всегда вся где даже для до его \
     ее её если есть ещё еще же за здесь и из или им их к каждая каждое каждый как какие ко когда который кроме \
     кто ли лишь между многие может можно мы на над не него некоторые несмотря нет ни но ну о об однако он она \
     они оно от перед по под пока после потому почему поэтому почти при про раньше с сегодня сейчас со среди \
     так также такие там теперь то только тот у уже хотя чем через что чтобы эта эти это этот",
    "a aby ale albo bez bo by był była były było być chociaż choć co czy dla dlaczego dlatego do dopiero dzięki \
     dziś gdy gdzie i ich im inne innych jak jakie jako jednak jego jej jest jeśli jeszcze już kiedy każda każde \
     każdy kto która które który lecz lub między mimo można my na nad nawet nie niektóre nikt nim o obok od on \
     ona one oni oprócz oraz po pod podczas ponieważ poza przed przez przy są się sam są także tak takie tam ten \
     teraz to tu tylko u w według wiele wśród we więc wszystkie wszystko z za zamiast zanim zaś ze żaden żeby",
];

/// Is a word one of those, however it is written?
pub(super) fn opens_sentences(word: &str) -> bool {
    let word = word.to_lowercase();
    WORDS.iter().any(|words| words.split(' ').any(|known| known == word))
}
