//! Russian, Ukrainian, Polish, Czech, Turkish, Arabic, Persian.

use super::Words;

pub(super) const WORDS: &[Words] = &[
    Words {
        tag: "ru",
        leaning: "однако|тем не менее|кроме того|более того|также|тоже|но|и|а|или|либо|поэтому|\
            потому|следовательно|таким образом|итак|тогда|затем|потом|после этого|наконец|\
            например|к примеру|вместо этого|иначе|в противном случае|наоборот|напротив|\
            между тем|в результате|в этом случае|в таком случае|на самом деле|то есть|\
            иными словами|другими словами|с другой стороны|он|она|оно|они|его|её|ее|их|ему|им|\
            здесь|там|тут|теперь вы|теперь мы|теперь у|теперь мож|сейчас|при этом|в то же время|так|точно так же|во-вторых|\
            в-третьих|конечно|к сожалению|оба|обе|да|нет|потому что|зато|впрочем|ведь|для этого|\
            из-за этого|благодаря этому|такой|такая|такие|такое|причём|причем|в итоге|помимо этого|как видите",
        pointing: "это|этот|эта|эти|этого|этой|этому|тот|та|те|то|в этом|в этой|в этих|с этим|\
            с этой|с этими|всё это|все это|все эти|для этих|на этом|на этой|об этом|по этой",
        weak: "в заключение|добро пожаловать|поздравля|примечание:|важно:|внимание:|прежде чем начать|это первая|это вторая|первый из|первое это|второй из|некоторые люди|некоторые думают|возможно|может быть|представьте|предположим|\
            надеемся|я надеюсь|пожалуйста|есть два|есть три|существует два|существует три|существует несколько",
        these: "этих|этим|этот|этой|этого|этому",
        thus: "поэтому|следовательно|однако",
        piece: "стать|руководств|страниц|урок|глав|пост|запис|книг|отчёт|отчет|сери|\
            исследован|документ|курс|модул|рецепт|публикац",
        own: "",
        tells: "узнай|узнает|научи|изуч|объясн|показ|описыв|опиш|рассказ|рассмотр|представ|\
            сравн|поним|познаком",
        sums: "итог|вывод|заключен|главн|важн|основн|цель|задача|позволя|помога|означа",
        elsewhere: "ниже|выше|см.|рисунк|как упоминалось|предыдущем|предыдущей|следующем разделе|в примере|\
            для получения дополнительной|подробнее о|как мы увидим|как мы видели|как мы уже видели",
        boilerplate: "подпис|рассылк|зарегистрир|следите за|нажмите сюда|читать далее|читайте также|\
            об авторе|автор:|оригинал:|оригинал статьи|\
            впервые опубликован|изначально опубликован|перевод:|перевод статьи|переведено|фото:|все права|©|\
            свяжитесь с|спасибо|благодарим|похожие статьи|оглавление|\
            поделитесь стать|мы нанимаем|вакансии",
        closing: "заключени|вывод|итог|резюме|кратко|главное|подводя",
        aside: "об авторе|о нас|ссылки|источники|литература|дополнительн|подробнее|похожие|\
            см. также|благодарности|примечания|комментарии|частые вопросы|вопросы и ответы|\
            рассылка|контакты|лицензия|ресурсы|содержание|оглавление|следующие шаги|\
            что дальше|контрольный список|задачи",
        function: "и|в|во|не|на|что|с|со|как|а|то|это|по|к|ко|у|из|за|от|о|об|для|до|же|бы|ли|или|\
            но|если|когда|где|чтобы|он|она|они|оно|мы|вы|я|ты|его|ее|её|их|ваш|ваша|ваши|наш|\
            свой|свои|этот|эта|эти|тот|та|те|так|также|уже|ещё|еще|только|может|могут|можно|\
            нужно|быть|был|была|были|будет|есть|нет|все|всё|при|без|под|над|между|через|более|\
            очень|который|которая|которые|которое|вам|вас|нас|нам",
    },
    Words {
        tag: "uk",
        leaning: "однак|проте|крім того|більше того|також|але|і|й|та|а|або|тому|отже|таким чином|\
            тоді|потім|після цього|нарешті|наприклад|замість цього|інакше|навпаки|тим часом|\
            в результаті|у цьому випадку|насправді|тобто|іншими словами|з іншого боку|він|вона|\
            воно|вони|його|її|їх|тут|там|тепер|зараз|водночас|так|по-друге|по-третє|звичайно|\
            на жаль|обидва|обидві|ні|для цього",
        pointing: "це|цей|ця|ці|цього|цьому|той|те|в цьому|у цьому|у цій|в цій|з цим|усе це|всі ці",
        weak: "можливо|уявіть|припустімо|сподіваємося|будь ласка|ласкаво просимо|вітаємо|примітка:|важливо:|увага:|\
            перш ніж|є два|є три|деякі люди",
        these: "",
        thus: "тому|однак|отже",
        piece: "статт|посібник|сторінк|урок|розділ|допис|книг|звіт|сері|дослідженн|документ|курс",
        own: "",
        tells: "дізнай|дізнає|навчи|вивч|поясн|показ|опису|розповід|розгляд|представ|порівн|зрозум",
        sums: "підсум|виснов|головн|важлив|основн|мета|завдан|дозволя|допомага|означа",
        elsewhere: "нижче|вище|див.|рисунк|як згадувалося|попередньому|у прикладі|\
            як ми побачимо|як ми бачили",
        boilerplate: "підпи|розсилк|зареєстру|стежте|натисніть|читати далі|читайте також|\
            про автора|автор:|оригінал:|уперше опубліковано|переклад:|переклад статті|фото:|усі права|©|\
            зв'яжіться|дякую|дякуємо|зміст:",
        closing: "виснов|підсум|резюме|коротко|головне",
        aside: "про автора|про нас|посилання|джерела|література|докладніше|схожі|див. також|\
            подяки|примітки|коментарі|поширені запитання|розсилка|контакти|ліцензія|ресурси|зміст",
        function: "і|й|та|в|у|не|на|що|з|із|зі|як|а|то|це|по|до|від|о|об|для|за|же|би|чи|або|але|\
            якщо|коли|де|щоб|він|вона|вони|ми|ви|я|ти|його|її|їх|ваш|наш|свій|цей|ця|ці|той|\
            так|також|вже|ще|тільки|може|можуть|можна|бути|був|була|були|буде|є|немає|все|при|\
            без|під|над|між|через|більш|дуже|який|яка|які|яке",
    },
    Words {
        tag: "pl",
        leaning: "jednak|jednakże|niemniej|ponadto|poza tym|oprócz tego|także|również|też|ale|lecz|\
            i|a|oraz|lub|albo|dlatego|zatem|więc|tak więc|wtedy|następnie|potem|później|\
            wreszcie|w końcu|na przykład|zamiast tego|inaczej|w przeciwnym razie|przeciwnie|\
            tymczasem|w rezultacie|w tym przypadku|w takim przypadku|właściwie|czyli|\
            innymi słowy|z drugiej strony|on|ona|ono|oni|one|jego|jej|ich|tutaj|tu|tam|teraz|\
            jednocześnie|w ten sposób|podobnie|po drugie|po trzecie|oczywiście|niestety|oba|\
            obie|obaj|tak|nie|bo|ponieważ|w związku z tym|dzięki temu|taki|taka|takie",
        pointing: "to|ten|ta|te|ci|tego|tej|tym|tych|tamten|w tym|w tej|w tych|z tym|z tą|z tymi|\
            wszystko to|wszystkie te|do tego|na tym|na tej",
        weak: "być może|wyobraź sobie|załóżmy|mamy nadzieję|proszę|witaj|witamy|gratulacje|uwaga:|ważne:|zanim zaczniemy|\
            są dwa|są trzy|istnieją dwa|istnieją trzy|niektórzy ludzie",
        these: "",
        thus: "więc|zatem|jednak|dlatego",
        piece: "artykuł|przewodnik|poradnik|stron|wpis|rozdział|tutorial|samouczek|książk|raport|\
            seri|badani|dokument|kurs|lekcj|przepis|post",
        own: "",
        tells: "naucz|dowiedz|odkry|wyjaśni|pokaz|pokaż|opisu|omawia|omówi|przedstaw|porówn|zrozum|pozna",
        sums: "podsumow|wniosek|wnios|ważn|najważn|główn|cel|pozwala|pomaga|oferuje|oznacza",
        elsewhere: "poniżej|powyżej|rysunek|jak wspomniano|poprzednim|poprzedniej|w przykładzie|\
            jak zobaczymy|jak widzieliśmy|jak się przekonamy",
        boilerplate: "subskryb|newsletter|zapisz się|zarejestruj|obserwuj nas|śledź nas|kliknij|\
            czytaj więcej|czytaj dalej|o autorze|napisane przez|autor:|pierwotnie opublik|\
            przetłumaczone|przetłumaczył|tłumaczenie:|zdjęcie:|fot.|wszelkie prawa|©|skontaktuj się z|\
            dziękuj|podobne artykuły|spis treści|zatrudniamy|udostępnij ten",
        closing: "podsumowan|wnioski|zakończeni|w skrócie|najważniejsze",
        aside: "o autorze|o nas|źródła|bibliografia|więcej informacji|dowiedz się|powiązane|\
            zobacz także|zobacz też|podziękowania|przypisy|komentarze|często zadawane|\
            newsletter|kontakt|licencja|zasoby|spis treści|następne kroki|lista kontrolna",
        function: "i|w|we|nie|na|że|z|ze|jak|a|to|po|do|od|o|dla|za|by|czy|lub|ale|jeśli|gdy|kiedy|\
            gdzie|aby|żeby|on|ona|oni|my|wy|ja|ty|jego|jej|ich|twój|twoja|twoje|nasz|swój|swoje|\
            ten|ta|te|tego|tej|tym|tych|tak|także|też|już|jeszcze|tylko|może|mogą|można|być|był|\
            była|były|będzie|jest|są|się|przy|bez|pod|nad|między|przez|bardziej|bardzo|który|\
            która|które|których|co|oraz|ich",
    },
    Words {
        tag: "cs",
        leaning: "však|avšak|nicméně|kromě toho|navíc|také|ale|a|nebo|proto|tedy|tak|tudíž|pak|\
            potom|poté|nakonec|například|místo toho|jinak|naopak|mezitím|v důsledku|\
            v tomto případě|v takovém případě|ve skutečnosti|jinými slovy|na druhou stranu|on|\
            ona|ono|oni|jeho|její|jejich|zde|tady|tam|nyní|teď|zároveň|podobně|za druhé|samozřejmě|\
            bohužel|oba|obě|ano|ne|protože|díky tomu",
        pointing: "to|tento|tato|toto|tyto|ten|ta|ti|ty|v tomto|v této|v těchto|s tímto|to vše",
        weak: "možná|představte si|předpokládejme|doufáme|prosím|vítejte|gratulujeme|poznámka:|důležité:|pozor:|\
            než začneme|někteří lidé",
        these: "",
        thus: "tedy|proto|však",
        piece: "článek|článk|průvodce|příručk|stránk|kapitol|návod|kniha|zpráva|seriál|studie",
        own: "",
        tells: "nauč|dozví|objev|vysvětl|ukáž|ukaz|popis|představ|porovn|pochop|seznám",
        sums: "shrnut|závěr|důležit|hlavní|cíl|umožň|pomáh|nabíz|znamen",
        elsewhere: "níže|výše|viz|obrázek|jak bylo zmíněno|předchozí|jak uvidíme|jak jsme viděli",
        boilerplate: "odebír|newsletter|přihlas|registr|sledujte nás|klikněte|číst dál|více zde|\
            o autorovi|napsal|původně vyš|původně publik|přeložil|přeloženo|foto:|všechna práva|©|kontaktujte|\
            děkuj|obsah článku|sdílejte",
        closing: "závěr|shrnutí|stručně|souhrn",
        aside: "o autorovi|o nás|zdroje|literatura|více informací|související|viz také|poděkování|\
            poznámky|komentáře|časté dotazy|newsletter|kontakt|licence|obsah",
        function: "a|i|v|ve|ne|na|že|s|se|z|ze|jak|to|po|do|od|o|pro|za|by|či|nebo|ale|jestli|když|\
            kde|aby|on|ona|oni|my|vy|já|ty|jeho|její|jejich|váš|náš|svůj|své|ten|ta|tento|tato|\
            tyto|tak|také|již|už|ještě|jen|může|mohou|lze|být|byl|byla|byly|bude|je|jsou|si|při|\
            bez|pod|nad|mezi|přes|více|velmi|který|která|které|co",
    },
    Words {
        tag: "tr",
        leaning: "ancak|fakat|ama|lakin|yine de|ayrıca|üstelik|dahası|ve|veya|ya da|bu nedenle|\
            bu yüzden|bundan dolayı|dolayısıyla|böylece|sonra|daha sonra|ardından|son olarak|\
            sonunda|örneğin|mesela|bunun yerine|aksi takdirde|aksine|bu arada|sonuç olarak|\
            bu durumda|aslında|yani|başka bir deyişle|öte yandan|diğer yandan|o|onlar|onun|\
            onların|burada|orada|şimdi|aynı zamanda|bu şekilde|benzer şekilde|ikinci olarak|\
            üçüncü olarak|elbette|tabii|maalesef|ikisi de|evet|hayır|çünkü|de|bunun için|\
            bunun dışında|bunlar|şunlar|böyle|öyle",
        pointing: "bu|şu|bunu|bunun|bunlardan|tüm bu|bütün bu",
        weak: "belki|hayal edin|diyelim ki|umarız|lütfen|hoş geldiniz|tebrikler|not:|önemli:|dikkat:|başlamadan önce|\
            bazı insanlar",
        these: "",
        thus: "",
        piece: "makale|yazı|kılavuz|rehber|sayfa|eğitim|bölüm|kitap|rapor|dizi|çalışma|belge|ders",
        own: "",
        tells: "öğren|keşfed|keşfet|açıkla|göster|anlat|tanıt|incele|karşıla|anlay",
        sums: "özet|sonuç|önemli|temel|ana|amaç|sağlar|yardımcı|sunar|anlamına",
        elsewhere: "aşağıda|yukarıda|bakınız|bkz|şekilde görül|belirtildiği gibi|önceki|örnekte",
        boilerplate: "abone|bülten|kaydol|kayıt ol|bizi takip|takip edin|tıklayın|devamını oku|\
            yazar hakkında|tarafından yazıl|ilk olarak yayın|çeviren:|çeviri:|fotoğraf:|tüm hakları|©|\
            iletişime geç|teşekkür|ilgili yazılar|içindekiler|paylaşın",
        closing: "sonuç|özet|kısaca|özetle|son söz",
        aside: "yazar hakkında|hakkımızda|kaynaklar|kaynakça|daha fazla|ilgili|ayrıca bakınız|\
            teşekkür|notlar|yorumlar|sık sorulan|bülten|iletişim|lisans|içindekiler|\
            sonraki adımlar|kontrol listesi",
        function: "ve|bir|bu|da|de|için|ile|olarak|çok|daha|gibi|kadar|ne|o|ama|ancak|veya|ya|ki|mi|\
            mı|mu|mü|var|yok|olan|olduğu|olabilir|olur|her|en|sonra|önce|ise|değil|şey|diğer|\
            tüm|sizin|size|siz|biz|bizim|ben|onlar|onların|bunu|bunun|nasıl|neden|hangi|eğer|\
            çünkü|göre|üzerinde|içinde|tarafından|etmek|olmak",
    },
    Words {
        tag: "ar",
        leaning: "لكن|ولكن|ومع ذلك|مع ذلك|بالإضافة إلى ذلك|علاوة على ذلك|فضلا عن ذلك|أيضا|أيضًا|\
            كما|لذلك|ولذلك|لذا|ولذا|وبالتالي|بالتالي|وهكذا|هكذا|ثم|بعد ذلك|وبعد ذلك|أخيرا|أخيرًا|\
            على سبيل المثال|مثلا|مثلًا|بدلا من ذلك|بدلًا من ذلك|وإلا|في المقابل|وعلى العكس|\
            في هذه الحالة|في تلك الحالة|في الواقع|بمعنى آخر|بعبارة أخرى|من ناحية أخرى|هو|هي|هم|\
            وهو|وهي|وهم|هنا|هناك|الآن|في نفس الوقت|ثانيا|ثانيًا|ثالثا|بالطبع|للأسف|كلاهما|نعم|لا|\
            لأن|أو|فإن|حيث|إنه|إنها|أنه|أنها|ومن ثم|وأيضا|كذلك|عندئذ|حينها|بهذه الطريقة",
        pointing: "هذا|هذه|هذان|هؤلاء|ذلك|تلك|أولئك|وهذا|وهذه|وذلك|فهذا|في هذا|في هذه|من هذا|\
            مع هذا|كل هذا|كل هذه|لهذا|لهذه|بهذا|بهذه",
        weak: "ربما|تخيل|لنفترض|نأمل|يرجى|من فضلك|مرحبا|تهانينا|ملاحظة:|هام:|تنبيه:|قبل أن نبدأ|بعض الناس",
        these: "",
        thus: "",
        piece: "المقال|مقال|الدليل|دليل|الصفحة|صفحة|الدرس|الفصل|التقرير|الكتاب|السلسلة|المستند",
        own: "",
        tells: "تعلم|تعلّم|اكتشف|يشرح|نشرح|تعرف|تعرّف|يوضح|نوضح|يصف|يقدم|نقدم|يستعرض|نستعرض|يناقش|قارن|فهم",
        sums: "ملخص|خلاصة|الخلاصة|باختصار|مهم|الأهم|أهم|الهدف|هدف|يساعد|يسمح|يوفر|يعني",
        elsewhere: "أدناه|أعلاه|انظر الشكل|كما ذكرنا|القسم السابق|في المثال",
        boilerplate: "اشترك|النشرة|سجل الآن|تابعنا|انقر|اقرأ المزيد|عن الكاتب|كتبه|نشر أصلا|ترجمة|\
            صورة:|جميع الحقوق|©|اتصل بنا|تواصل معنا|شكرا|شكرًا|\
            مقالات ذات صلة|المحتويات|شارك هذا",
        closing: "خاتمة|الخاتمة|خلاصة|الخلاصة|ملخص|الملخص|باختصار|أهم النقاط",
        aside: "عن الكاتب|من نحن|المراجع|المصادر|لمزيد من|ذات صلة|انظر أيضا|شكر|الهوامش|التعليقات|\
            الأسئلة الشائعة|النشرة|اتصل|الترخيص|المحتويات|قائمة",
        function: "في|من|على|إلى|عن|أن|إن|هذا|هذه|ذلك|التي|الذي|الذين|كان|كانت|هو|هي|هم|أو|و|ما|لا|\
            لم|لن|قد|كل|بعض|مع|بعد|قبل|بين|عند|عندما|حتى|إذا|كما|أي|غير|يكون|تكون|يمكن|يمكنك|\
            لك|لهم|له|لها|أنت|نحن|ثم|فقط|أيضا|أيضًا|منذ|حول|أكثر|هناك|كيف|ماذا|لماذا|دون|خلال",
    },
    Words {
        tag: "fa",
        leaning: "اما|ولی|با این حال|با این وجود|علاوه بر این|همچنین|و|یا|بنابراین|از این رو|پس|\
            سپس|بعد|بعد از آن|در نهایت|سرانجام|برای مثال|به عنوان مثال|در عوض|به جای آن|\
            در غیر این صورت|برعکس|در همین حال|در نتیجه|در این صورت|در این مورد|در واقع|یعنی|\
            به عبارت دیگر|از سوی دیگر|از طرف دیگر|او|آن‌ها|آنها|اینجا|آنجا|اکنون|حالا|\
            در عین حال|به این ترتیب|به همین ترتیب|دوم|سوم|البته|متاسفانه|متأسفانه|هر دو|بله|نه|\
            چون|زیرا|به همین دلیل|برای این کار|چنین",
        pointing: "این|آن|اینها|این‌ها|در این|با این|از این|به این|برای این|همه این|تمام این",
        weak: "شاید|تصور کنید|فرض کنید|امیدواریم|لطفا|لطفاً|خوش آمدید|تبریک|توجه:|نکته:|مهم:|پیش از آنکه|برخی افراد",
        these: "",
        thus: "",
        piece: "مقاله|راهنما|صفحه|آموزش|فصل|کتاب|گزارش|مجموعه|سند|نوشته|پست|درس",
        own: "",
        tells: "بیاموز|یاد بگیر|کشف|توضیح|نشان|شرح|معرفی|بررسی|مقایسه|درک|آشنا",
        sums: "خلاصه|نتیجه|مهم|اصلی|هدف|کمک|امکان|ارائه|معنی",
        elsewhere: "در زیر|در بالا|همانطور که گفت|بخش قبلی|در مثال",
        boilerplate: "مشترک شوید|خبرنامه|ثبت نام|ما را دنبال|کلیک کنید|ادامه مطلب|بیشتر بخوانید|\
            درباره نویسنده|نوشته شده|ترجمه|عکس:|تمامی حقوق|©|تماس با ما|\
            تشکر|سپاس|مطالب مرتبط|فهرست مطالب|به اشتراک",
        closing: "نتیجه|جمع‌بندی|جمع بندی|خلاصه|به طور خلاصه|نکات کلیدی",
        aside: "درباره نویسنده|درباره ما|منابع|مراجع|اطلاعات بیشتر|مرتبط|همچنین ببینید|\
            سپاسگزاری|پانویس|نظرات|سوالات متداول|خبرنامه|تماس|مجوز|فهرست|چک لیست",
        function: "و|در|به|از|که|این|آن|را|با|برای|است|هست|هستند|بود|بودند|شود|شد|شده|می|نمی|های|ها|\
            یک|تا|بر|هم|نیز|یا|اگر|اما|ولی|هر|همه|دیگر|خود|ما|شما|آنها|او|من|تو|چه|چگونه|چرا|\
            کند|کنند|کنید|کرد|کرده|دارد|دارند|دارید|باشد|باشند|باید|توان|تواند|توانید|بیشتر|\
            بین|پس|پیش|بدون|ای|تر|ترین",
    },
];
