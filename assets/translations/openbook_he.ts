<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="he_IL">
<context>
    <name></name>
    <message>
        <source>Costs</source>
        <translation>עלויות</translation>
    </message>
    <message>
        <source>Show {count} more</source>
        <translation>הצגת {count} נוספים</translation>
    </message>
    <message>
        <source>Fold these sentences</source>
        <translation>קיפול המשפטים האלה</translation>
    </message>
    <message>
        <source>Show these sentences</source>
        <translation>הצגת המשפטים האלה</translation>
    </message>
    <message>
        <source>Numbers disagree</source>
        <translation>המספרים סותרים זה את זה</translation>
    </message>
    <message>
        <source>In both answers</source>
        <translation>בשתי התשובות</translation>
    </message>
    <message>
        <source>In more than one answer</source>
        <translation>ביותר מתשובה אחת</translation>
    </message>
    <message>
        <source>Only in {mode}</source>
        <translation>רק ב: {mode}</translation>
    </message>
    <message>
        <source>read</source>
        <translation>נקרא</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>לא נקרא</translation>
    </message>
    <message>
        <source>cited</source>
        <translation>מצוטט</translation>
    </message>
    <message>
        <source>Ask: {question}</source>
        <translation>שאלה: {question}</translation>
    </message>
    <message>
        <source>The model reads every page: slow once, then kept. Best for questions about the whole.</source>
        <translation>המודל קורא את כל העמודים: איטי בפעם הראשונה, ואז נשמר. הטוב ביותר לשאלות על המסמך כולו.</translation>
    </message>
    <message>
        <source>It reads only the passages found for your question. Fast, and strong on single facts.</source>
        <translation>המודל קורא רק את הקטעים שנמצאו לשאלה. מהיר, וחזק בעובדות בודדות.</translation>
    </message>
    <message>
        <source>It reads nothing and answers from memory: the baseline that a comparison can show.</source>
        <translation>המודל אינו קורא דבר ועונה מהזיכרון: קו הבסיס להשוואה.</translation>
    </message>
    <message>
        <source>page {number} (printed {label})</source>
        <translation>עמוד {number} (מודפס {label})</translation>
    </message>
    <message>
        <source>page {number}</source>
        <translation>עמוד {number}</translation>
    </message>
    <message>
        <source>a document that is not open</source>
        <translation>מסמך שאינו פתוח</translation>
    </message>
    <message>
        <source>{count} tokens read</source>
        <translation>נקראו {count} אסימונים</translation>
    </message>
    <message>
        <source> ({count} from memory)</source>
        <translation> ({count} מהזיכרון)</translation>
    </message>
    <message>
        <source>Read in {count} parts</source>
        <translation>נקרא ב־{count} חלקים</translation>
    </message>
    <message>
        <source>first word after {time}</source>
        <translation>מילה ראשונה אחרי {time}</translation>
    </message>
    <message>
        <source>{time} in all</source>
        <translation>{time} בסך הכול</translation>
    </message>
    <message>
        <source>{rate} tokens/s</source>
        <translation>{rate} אסימונים לשנייה</translation>
    </message>
    <message>
        <source>{done} of {total} tokens</source>
        <translation>{done} מתוך {total} אסימונים</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>נותרו {time}</translation>
    </message>
    <message>
        <source>Read before, reading your question</source>
        <translation>כבר נקרא, השאלה נקראת</translation>
    </message>
    <message>
        <source>Reading page {number} of {count}</source>
        <translation>קורא עמוד {number} מתוך {count}</translation>
    </message>
    <message>
        <source>1 passage</source>
        <translation>קטע אחד</translation>
    </message>
    <message>
        <source>{0} passages</source>
        <translation>{0} קטעים</translation>
    </message>
    <message>
        <source>Reading {passages}</source>
        <translation>קורא {passages}</translation>
    </message>
    <message>
        <source>Reading the question</source>
        <translation>קורא את השאלה</translation>
    </message>
    <message>
        <source>Putting the notes together</source>
        <translation>מחבר את הרשימות</translation>
    </message>
    <message>
        <source>Reading part {part} of {count}, page {first}</source>
        <translation>קורא חלק {part} מתוך {count}, עמוד {first}</translation>
    </message>
    <message>
        <source>Reading part {part} of {count}, pages {first} to {last}</source>
        <translation>קורא חלק {part} מתוך {count}, עמודים {first} עד {last}</translation>
    </message>
    <message>
        <source>Saw no page: it answers from what it remembers</source>
        <translation>לא ראה שום עמוד: עונה ממה שהוא זוכר</translation>
    </message>
    <message>
        <source>1 page</source>
        <translation>עמוד אחד</translation>
    </message>
    <message>
        <source>{0} pages</source>
        <translation>{0} עמודים</translation>
    </message>
    <message>
        <source>Reads all {pages}</source>
        <translation>קורא הכול: {pages}</translation>
    </message>
    <message>
        <source>Reads from {read} of {pages}</source>
        <translation>קורא {read} מתוך {pages}</translation>
    </message>
    <message>
        <source>Looking for passages</source>
        <translation>מחפש קטעים</translation>
    </message>
    <message>
        <source>, cites {count}</source>
        <translation>, מצטט {count}</translation>
    </message>
    <message>
        <source>A question fills {0} of the window</source>
        <translation>שאלה ממלאת {0} מהחלון של המודל</translation>
    </message>
    <message>
        <source>The model&apos;s window holds {0} tokens</source>
        <translation>החלון של המודל מכיל {0} אסימונים</translation>
    </message>
    <message>
        <source>{0} of {1} pages fit the window</source>
        <translation>{0} מתוך {1} עמודים נכנסים לחלון של המודל</translation>
    </message>
    <message>
        <source>All {0} pages fit</source>
        <translation>כל {0} העמודים נכנסים</translation>
    </message>
    <message>
        <source>The page fits</source>
        <translation>העמוד נכנס</translation>
    </message>
    <message>
        <source>{0} full</source>
        <translation>{0} מלא</translation>
    </message>
    <message>
        <source>The documents take {0} tokens and the conversation {1}; the model&apos;s window holds {2}.</source>
        <translation>המסמכים תופסים {0} אסימונים והשיחה {1}; החלון של המודל מכיל {2}.</translation>
    </message>
    <message>
        <source>{0} too long</source>
        <translation>{0}: ארוך מדי</translation>
    </message>
    <message>
        <source>{0} in {1} parts</source>
        <translation>{0} ב־{1} חלקים</translation>
    </message>
    <message>
        <source>{0} {1} tokens</source>
        <translation>{0}: {1} אסימונים</translation>
    </message>
    <message>
        <source>Whole document</source>
        <translation>המסמך כולו</translation>
    </message>
    <message>
        <source>Retrieved chunks</source>
        <translation>קטעים שנמצאו</translation>
    </message>
    <message>
        <source>Closed book</source>
        <translation>ספר סגור</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>כולו</translation>
    </message>
    <message>
        <source>Retrieved</source>
        <translation>קטעים</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>סגור</translation>
    </message>
    <message>
        <source>Loading {0}</source>
        <translation>טוען את {0}</translation>
    </message>
    <message>
        <source>Preparing {0} for fast reading (once)</source>
        <translation>מכין את {0} לקריאה מהירה (פעם אחת)</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} דק׳</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} שנ׳</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} שע׳</translation>
    </message>
    <message>
        <source>So far on this document: {0}</source>
        <translation>עד כה במסמך הזה: {0}</translation>
    </message>
    <message>
        <source>kept on the disk</source>
        <translation>נשמר בדיסק</translation>
    </message>
    <message>
        <source>Waiting to be opened</source>
        <translation>ממתין לפתיחה</translation>
    </message>
    <message>
        <source>Reading the text, {0}</source>
        <translation>הטקסט נקרא, {0}</translation>
    </message>
    <message>
        <source>Can be asked · indexing, {0}</source>
        <translation>אפשר לשאול · נבנה מפתח, {0}</translation>
    </message>
    <message>
        <source>Protected by a password</source>
        <translation>מוגן בסיסמה</translation>
    </message>
    <message>
        <source>Could not be opened</source>
        <translation>לא ניתן היה לפתוח</translation>
    </message>
    <message>
        <source>{0} read · goes on later</source>
        <translation>{0} נקראו · יימשך אחר כך</translation>
    </message>
    <message>
        <source>{0} read</source>
        <translation>{0} נקראו</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>נותרו {0}</translation>
    </message>
    <message>
        <source>part {0} of {1}</source>
        <translation>חלק {0} מתוך {1}</translation>
    </message>
    <message>
        <source>Read as a whole and kept on the disk: {0}, last used {1}</source>
        <translation>נקרא כולו ונשמר בדיסק: {0}, שימוש אחרון {1}</translation>
    </message>
    <message>
        <source>It stays there until you forget it</source>
        <translation>יישאר שם עד שתבחרו לשכוח אותו</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>אתמול</translation>
    </message>
    <message>
        <source>today</source>
        <translation>היום</translation>
    </message>
    <message>
        <source>{0} days ago</source>
        <translation>לפני {0} ימים</translation>
    </message>
    <message>
        <source>{0} months ago</source>
        <translation>לפני {0} חודשים</translation>
    </message>
    <message>
        <source>{0} MB</source>
        <translation>{0} מ״ב</translation>
    </message>
    <message>
        <source>{0} GB</source>
        <translation>{0} ג״ב</translation>
    </message>
    <message>
        <source>read {0}</source>
        <translation>נקרא {0}</translation>
    </message>
    <message>
        <source>1 page without text</source>
        <translation>עמוד אחד בלי טקסט</translation>
    </message>
    <message>
        <source>{0} pages without text</source>
        <translation>{0} עמודים בלי טקסט</translation>
    </message>
    <message>
        <source>found by words only</source>
        <translation>נמצא לפי מילים בלבד</translation>
    </message>
    <message>
        <source>{0} parameters</source>
        <translation>‏{0} פרמטרים</translation>
    </message>
    <message>
        <source>window {0} tokens</source>
        <translation>חלון של {0} אסימונים</translation>
    </message>
    <message>
        <source>Cannot be used: {0}</source>
        <translation>לא ניתן לשימוש: {0}</translation>
    </message>
    <message>
        <source>Too large for the memory that is free</source>
        <translation>גדול מדי לזיכרון הפנוי</translation>
    </message>
    <message>
        <source>Fits with a window of {0} tokens</source>
        <translation>נכנס עם חלון של {0} אסימונים</translation>
    </message>
    <message>
        <source>Fits with its whole window</source>
        <translation>נכנס עם כל החלון שלו</translation>
    </message>
    <message>
        <source>No chat template: it goes on writing a text and was not taught to answer.</source>
        <translation>בלי תבנית שיחה: המודל ממשיך טקסט, ולא למד לענות.</translation>
    </message>
    <message>
        <source>A toy: good for trying OpenBook, not for trusting.</source>
        <translation>צעצוע: טוב כדי להתנסות ב־OpenBook, לא כדי לסמוך עליו.</translation>
    </message>
    <message>
        <source>needs {0} of {1} GB free</source>
        <translation>דורש {0} מתוך {1} ג״ב פנויים</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>בשימוש</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>קיצורי מקלדת</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0} ו־{1}</translation>
    </message>
    <message>
        <source>{0}, {1} and {2} more</source>
        <translation>{0}, {1} ועוד {2}</translation>
    </message>
    <message>
        <source>0 gives the same answer every time; more gives more variety (temperature).</source>
        <translation>0 נותן את אותה תשובה בכל פעם; ערך גבוה יותר נותן מגוון רב יותר (temperature).</translation>
    </message>
    <message>
        <source>A model file (GGUF), or the name of an installed model. Empty: the most capable that is installed.</source>
        <translation>קובץ מודל (GGUF), או שם של מודל מותקן. ריק: המודל החזק ביותר שמותקן.</translation>
    </message>
    <message>
        <source>A real small model for questions about documents on a laptop: 32,768 tokens, which take 2.3 GB of memory.</source>
        <translation>מודל קטן ואמיתי לשאלות על מסמכים במחשב נייד: ‎32,768 אסימונים, התופסים 2.3 ג״ב של זיכרון.</translation>
    </message>
    <message>
        <source>About OpenBook</source>
        <translation>על OpenBook</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>תמיד</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>לענות שוב</translation>
    </message>
    <message>
        <source>Answer length</source>
        <translation>אורך התשובה</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>תשובות</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>מראה</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>ערבית</translation>
    </message>
    <message>
        <source>As the system has it</source>
        <translation>כמו במערכת</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>שאלה</translation>
    </message>
    <message>
        <source>Ask the same in the other mode</source>
        <translation>לשאול את אותו הדבר באופן האחר</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>אוטומטי</translation>
    </message>
    <message>
        <source>Choice of words</source>
        <translation>בחירת המילים</translation>
    </message>
    <message>
        <source>Choose a model…</source>
        <translation>בחירת מודל…</translation>
    </message>
    <message>
        <source>Compare both</source>
        <translation>השוואת שניהם</translation>
    </message>
    <message>
        <source>Compare with closed book too</source>
        <translation>להשוות גם לספר סגור</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>כהה</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>מסמך</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>מסמכים</translation>
    </message>
    <message>
        <source>English</source>
        <translation>אנגלית</translation>
    </message>
    <message>
        <source>Export conversation…</source>
        <translation>ייצוא השיחה…</translation>
    </message>
    <message>
        <source>Fast reading</source>
        <translation>קריאה מהירה</translation>
    </message>
    <message>
        <source>File</source>
        <translation>קובץ</translation>
    </message>
    <message>
        <source>Find in document</source>
        <translation>חיפוש במסמך</translation>
    </message>
    <message>
        <source>Fit page</source>
        <translation>התאמה לעמוד</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>התאמה לרוחב</translation>
    </message>
    <message>
        <source>For experts</source>
        <translation>למומחים</translation>
    </message>
    <message>
        <source>French</source>
        <translation>צרפתית</translation>
    </message>
    <message>
        <source>Full (f16)</source>
        <translation>מלא (f16)</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>מסך מלא</translation>
    </message>
    <message>
        <source>Further folders whose GGUF files are offered as models.</source>
        <translation>תיקיות נוספות שקובצי ה־GGUF שבהן מוצעים כמודלים.</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>ג״ב</translation>
    </message>
    <message>
        <source>German</source>
        <translation>גרמנית</translation>
    </message>
    <message>
        <source>Go to page…</source>
        <translation>מעבר לעמוד…</translation>
    </message>
    <message>
        <source>Go to the question box</source>
        <translation>מעבר לתיבת השאלה</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>כרטיס מסך</translation>
    </message>
    <message>
        <source>Half the memory (q8_0)</source>
        <translation>חצי מהזיכרון (q8_0)</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>עברית</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>עזרה</translation>
    </message>
    <message>
        <source>History</source>
        <translation>היסטוריה</translation>
    </message>
    <message>
        <source>How many of the model&apos;s layers the graphics card (GPU) computes, where there is one.</source>
        <translation>כמה משכבות המודל מחושבות בכרטיס המסך (GPU), אם יש כזה.</translation>
    </message>
    <message>
        <source>How many of them the model computes on at once (threads).</source>
        <translation>בכמה מהן המודל מחשב בבת אחת (threads).</translation>
    </message>
    <message>
        <source>How much may be kept of what models have read, so that it is read once.</source>
        <translation>כמה מותר לשמור ממה שמודלים קראו, כדי שייקרא רק פעם אחת.</translation>
    </message>
    <message>
        <source>How much text the model can hold at once; 1,000 tokens are some 750 words.</source>
        <translation>כמה טקסט המודל מכיל בבת אחת; ‎1,000 אסימונים הם כ־750 מילים באנגלית, ופחות בעברית.</translation>
    </message>
    <message>
        <source>How much text the model gets for a question in retrieved mode; more takes longer.</source>
        <translation>כמה טקסט המודל מקבל לשאלה באופן ״קטעים שנמצאו״; יותר טקסט לוקח יותר זמן.</translation>
    </message>
    <message>
        <source>How precisely it keeps what it read: q8_0 takes half the memory, so that longer documents fit, and may change an answer.</source>
        <translation>באיזה דיוק הוא שומר את מה שקרא: q8_0 תופס חצי מהזיכרון, כך שמסמכים ארוכים יותר נכנסים, ועשוי לשנות תשובה.</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>בסך הכול</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>שפה</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>בהיר</translation>
    </message>
    <message>
        <source>Light or dark, or as the system has it.</source>
        <translation>בהיר או כהה, או כמו במערכת.</translation>
    </message>
    <message>
        <source>Measure once how a model is read fastest here, and copy a slow format if that says the same sooner.</source>
        <translation>למדוד פעם אחת איך מודל קורא הכי מהר במחשב הזה, ולהעתיק פורמט איטי אם ההעתק אומר את אותו הדבר מהר יותר.</translation>
    </message>
    <message>
        <source>Model&apos;s memory</source>
        <translation>הזיכרון של המודל</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>מודל</translation>
    </message>
    <message>
        <source>(no answer)</source>
        <translation>(אין תשובה)</translation>
    </message>
    <message>
        <source>A window of {context_tokens:,} tokens needs {needed_gb:.1f} GB of memory and {available_gb:.1f} GB is free. Set a smaller window, or q8_0 as memory precision.</source>
        <translation>חלון של {context_tokens:,} אסימונים צריך {needed_gb:.1f} ג״ב של זיכרון, ופנויים {available_gb:.1f} ג״ב. אפשר לקבוע חלון קטן יותר, או דיוק זיכרון q8_0.</translation>
    </message>
    <message>
        <source>About: {documents}</source>
        <translation>על: {documents}</translation>
    </message>
    <message>
        <source>Another OpenBook is writing to {path}. Wait until it is done and try again.</source>
        <translation>‏OpenBook אחר כותב כעת אל {path}. המתינו עד שיסיים ונסו שוב.</translation>
    </message>
    <message>
        <source>Asked {when}</source>
        <translation>נשאל ב־{when}</translation>
    </message>
    <message>
        <source>Checking {model}</source>
        <translation>בודק את {model}</translation>
    </message>
    <message>
        <source>Downloading {model}</source>
        <translation>מוריד את {model}</translation>
    </message>
    <message>
        <source>Downloading {model} (part {number} of {count})</source>
        <translation>מוריד את {model} (חלק {number} מתוך {count})</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>אסימון ראשון</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>שגיאת קלט או פלט</translation>
    </message>
    <message>
        <source>Installing {model}</source>
        <translation>מתקין את {model}</translation>
    </message>
    <message>
        <source>It reached the set answer length and was cut off there.</source>
        <translation>התשובה הגיעה לאורך שנקבע ונקטעה שם.</translation>
    </message>
    <message>
        <source>It read the documents in {count} parts, and answers from its notes on each.</source>
        <translation>המודל קרא את המסמכים ב־{count} חלקים, ועונה מתוך רשימותיו על כל אחד מהם.</translation>
    </message>
    <message>
        <source>It was shown passages from: {pages}.</source>
        <translation>הוצגו לו קטעים מתוך: {pages}.</translation>
    </message>
    <message>
        <source>Model folders</source>
        <translation>תיקיות מודלים</translation>
    </message>
    <message>
        <source>Model&apos;s window</source>
        <translation>החלון של המודל</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>אף פעם</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>שיחה חדשה</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>התוצאה הבאה</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>החלונית הבאה</translation>
    </message>
    <message>
        <source>No language model is installed. Download one that OpenBook offers, or choose any GGUF file.</source>
        <translation>לא מותקן מודל שפה. הורידו אחד מאלה ש־OpenBook מציע, או בחרו קובץ GGUF כלשהו.</translation>
    </message>
    <message>
        <source>No line of the documents was found to support it.</source>
        <translation>לא נמצאה במסמכים שורה שתומכת בה.</translation>
    </message>
    <message>
        <source>Numbers that disagree: {pairs}.</source>
        <translation>מספרים שאינם תואמים: {pairs}.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>כבוי</translation>
    </message>
    <message>
        <source>On</source>
        <translation>פעיל</translation>
    </message>
    <message>
        <source>Open PDFs…</source>
        <translation>פתיחת קובצי PDF…</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>פתיחת תיקייה…</translation>
    </message>
    <message>
        <source>OpenBook cannot write to its data folder {path}: {reason}. Make it writable, or set OPENBOOK_HOME to another folder.</source>
        <translation>‏OpenBook אינו יכול לכתוב לתיקיית הנתונים שלו {path}: {reason}. אפשרו כתיבה בה, או קבעו ב־OPENBOOK_HOME תיקייה אחרת.</translation>
    </message>
    <message>
        <source>OpenBook is running already, but does not answer. Close it first, then try again.</source>
        <translation>‏OpenBook כבר פועל, אך אינו עונה. סגרו אותו תחילה ונסו שוב.</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>הפעולה אינה מותרת</translation>
    </message>
    <message>
        <source>Outline and thumbnails</source>
        <translation>תוכן עניינים ותמונות ממוזערות</translation>
    </message>
    <message>
        <source>Passages</source>
        <translation>קטעים</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>אין הרשאה</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>התוצאה הקודמת</translation>
    </message>
    <message>
        <source>Processor cores</source>
        <translation>ליבות המעבד</translation>
    </message>
    <message>
        <source>Question {number}</source>
        <translation>שאלה {number}</translation>
    </message>
    <message>
        <source>Questions and answers</source>
        <translation>שאלות ותשובות</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>יציאה</translation>
    </message>
    <message>
        <source>Qwen2.5-Coder 1.5B Instruct</source>
        <translation>Qwen2.5-Coder 1.5B Instruct</translation>
    </message>
    <message>
        <source>Read ahead</source>
        <translation>קריאה מראש</translation>
    </message>
    <message>
        <source>Read the chosen document as a whole before it is asked about, where that mode is chosen.</source>
        <translation>לקרוא את המסמך הנבחר כולו עוד לפני ששואלים עליו, כשאופן זה נבחר.</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>מערכת הקבצים לקריאה בלבד</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>קריאה</translation>
    </message>
    <message>
        <source>Remove from library…</source>
        <translation>הסרה מהספרייה…</translation>
    </message>
    <message>
        <source>Room on the disk</source>
        <translation>מקום בדיסק</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>סיבוב</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>חיפוש לפי משמעות</translation>
    </message>
    <message>
        <source>Search documents</source>
        <translation>חיפוש מסמכים</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>זרע</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>הגדרות…</translation>
    </message>
    <message>
        <source>Show the library</source>
        <translation>הצגת הספרייה</translation>
    </message>
    <message>
        <source>Show the pages</source>
        <translation>הצגת העמודים</translation>
    </message>
    <message>
        <source>SmolLM2 135M Instruct and multilingual-e5-small</source>
        <translation>‏SmolLM2 135M Instruct ו־multilingual-e5-small</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>ספרדית</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>עצירה</translation>
    </message>
    <message>
        <source>The GPU cannot run this model ({reason}), so it runs on the processor.</source>
        <translation>כרטיס המסך אינו יכול להריץ את המודל הזה ({reason}), ולכן הוא רץ במעבד.</translation>
    </message>
    <message>
        <source>The chat template of {name} cannot be used: {reason}. Choose an instruction-tuned (chat) model.</source>
        <translation>תבנית השיחה של {name} אינה שמישה: {reason}. בחרו מודל שאומן לשיחה (instruct או chat).</translation>
    </message>
    <message>
        <source>The conversation ({key}) is no longer in the history: it was deleted, or a document that it is about was removed. Start a new one.</source>
        <translation>השיחה ({key}) כבר אינה בהיסטוריה: היא נמחקה, או שמסמך שהיא עוסקת בו הוסר. התחילו שיחה חדשה.</translation>
    </message>
    <message>
        <source>The disk that holds {path} has less than {needed_gb:.1f} GB free, which this needs. Free some space and try again; nothing was lost.</source>
        <translation>בכונן של {path} פנויים פחות מ־{needed_gb:.1f} ג״ב, וכאלה דרושים כאן. פנו מקום ונסו שוב; דבר לא אבד.</translation>
    </message>
    <message>
        <source>The disk that holds {path} is full. Free some space and try again; nothing was lost.</source>
        <translation>הכונן של {path} מלא. פנו מקום ונסו שוב; דבר לא אבד.</translation>
    </message>
    <message>
        <source>The embedder at {path} cannot be used: {reason}. Choose another folder, or get it again.</source>
        <translation>ה־embedder שב־{path} אינו שמיש: {reason}. בחרו תיקייה אחרת, או הורידו אותו שוב.</translation>
    </message>
    <message>
        <source>The library has no document {name}. Choose one that it has, or open the file anew.</source>
        <translation>בספרייה אין מסמך {name}. בחרו אחד שיש בה, או פתחו את הקובץ מחדש.</translation>
    </message>
    <message>
        <source>The library has {count} documents named {name}. Give the whole path, or the start of the one you mean: {starts}.</source>
        <translation>בספרייה יש {count} מסמכים בשם {name}. ציינו את הנתיב המלא, או את תחילתו של המזהה הרצוי: {starts}.</translation>
    </message>
    <message>
        <source>The library {path} is damaged: {reason}. Move the file away; your PDFs are not in it, and OpenBook builds a new one.</source>
        <translation>הספרייה {path} פגומה: {reason}. העבירו את הקובץ למקום אחר; קובצי ה־PDF שלכם אינם בו, ו־OpenBook יבנה ספרייה חדשה.</translation>
    </message>
    <message>
        <source>The library {path} was written by a newer OpenBook (format {found_version}, this one knows {known_version}). Update OpenBook.</source>
        <translation>הספרייה {path} נכתבה ב־OpenBook חדש יותר (פורמט {found_version}, וזה מכיר את {known_version}). עדכנו את OpenBook.</translation>
    </message>
    <message>
        <source>The model (embedder) that finds passages by what they mean: a sentence-transformers folder, or the name of an installed one. Empty: the starter&apos;s.</source>
        <translation>המודל (embedder) שמוצא קטעים לפי משמעותם: תיקייה של sentence-transformers, או שם של מודל מותקן. ריק: זה של ערכת ההתחלה.</translation>
    </message>
    <message>
        <source>The model began to repeat itself and was stopped there.</source>
        <translation>המודל החל לחזור על עצמו ונעצר שם.</translation>
    </message>
    <message>
        <source>The model needs {needed_gb:.1f} GB of memory; {available_gb:.1f} GB is free. Close other programs, or choose a smaller model.</source>
        <translation>המודל צריך {needed_gb:.1f} ג״ב של זיכרון, ופנויים {available_gb:.1f} ג״ב. סגרו תוכנות אחרות, או בחרו מודל קטן יותר.</translation>
    </message>
    <message>
        <source>The part of OpenBook that was working on this has ended unexpectedly.</source>
        <translation>החלק של OpenBook שעבד על כך הסתיים באופן לא צפוי.</translation>
    </message>
    <message>
        <source>The password does not open {name}. Check it and try again.</source>
        <translation>הסיסמה אינה פותחת את {name}. בדקו אותה ונסו שוב.</translation>
    </message>
    <message>
        <source>The setting {name} cannot be {shown}: it must be {wanted}.</source>
        <translation>ההגדרה {name} אינה יכולה להיות {shown}: היא חייבת להיות {wanted}.</translation>
    </message>
    <message>
        <source>The settings file {path} cannot be read: {reason}. Mend it or delete it.</source>
        <translation>אי אפשר לקרוא את קובץ ההגדרות {path}: {reason}. תקנו אותו או מחקו אותו.</translation>
    </message>
    <message>
        <source>There is no embedder at {path}. Download the starter models, or choose any sentence-transformers folder.</source>
        <translation>אין embedder ב־{path}. הורידו את ערכת ההתחלה, או בחרו תיקייה כלשהי של sentence-transformers.</translation>
    </message>
    <message>
        <source>There is no file at {path}. Check the name and the folder.</source>
        <translation>אין קובץ ב־{path}. בדקו את השם ואת התיקייה.</translation>
    </message>
    <message>
        <source>There is no model at {path}. Choose one that is installed, or another GGUF file.</source>
        <translation>אין מודל ב־{path}. בחרו אחד שמותקן, או קובץ GGUF אחר.</translation>
    </message>
    <message>
        <source>There is no model set named {name}. There are: {all}.</source>
        <translation>אין ערכת מודלים בשם {name}. יש: {all}.</translation>
    </message>
    <message>
        <source>There is no setting named {name}.</source>
        <translation>אין הגדרה בשם {name}.</translation>
    </message>
    <message>
        <source>They were not read again: the model had read the documents before.</source>
        <translation>הם לא נקראו שוב: המודל כבר קרא את המסמכים קודם.</translation>
    </message>
    <message>
        <source>This needs {document_tokens:,} tokens at once and the model&apos;s window holds {context_tokens:,}. Set a larger window, choose a model with a longer one, ask in retrieved mode, or ask less.</source>
        <translation>לכך דרושים {document_tokens:,} אסימונים בבת אחת, והחלון של המודל מכיל {context_tokens:,}. אפשר לקבוע חלון גדול יותר, לבחור מודל שחלונו ארוך יותר, לשאול באופן ״קטעים שנמצאו״, או לשאול פחות.</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>החלון הזה</translation>
    </message>
    <message>
        <source>To the first word</source>
        <translation>עד המילה הראשונה</translation>
    </message>
    <message>
        <source>To try everything within a minute. The language model is a toy that knows English only; the embedder finds passages in about 100 languages, Hebrew among them, and is the one to keep.</source>
        <translation>כדי לנסות הכול תוך דקה. מודל השפה הוא צעצוע שיודע אנגלית בלבד; ה־embedder מוצא קטעים בכ־100 שפות, ובהן עברית, ואותו כדאי לשמור.</translation>
    </message>
    <message>
        <source>Tokens from memory</source>
        <translation>אסימונים מהזיכרון</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>אסימונים לשנייה</translation>
    </message>
    <message>
        <source>Tokens read</source>
        <translation>אסימונים שנקראו</translation>
    </message>
    <message>
        <source>Tokens written</source>
        <translation>אסימונים שנכתבו</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>כלים</translation>
    </message>
    <message>
        <source>Use what was read</source>
        <translation>שימוש במה שנקרא</translation>
    </message>
    <message>
        <source>Variety</source>
        <translation>מגוון</translation>
    </message>
    <message>
        <source>View</source>
        <translation>תצוגה</translation>
    </message>
    <message>
        <source>Voted best: neither.</source>
        <translation>הצבעה לטובה ביותר: אף אחת.</translation>
    </message>
    <message>
        <source>Voted best: {modes}.</source>
        <translation>הצבעה לטובה ביותר: {modes}.</translation>
    </message>
    <message>
        <source>Waiting for another OpenBook that fetches the same</source>
        <translation>מחכה לחלון אחר של OpenBook שמוריד את אותו הדבר</translation>
    </message>
    <message>
        <source>What the window speaks, from the next start on. Answers are in the language of the question.</source>
        <translation>השפה של החלון, החל מההפעלה הבאה. התשובות הן בשפת השאלה.</translation>
    </message>
    <message>
        <source>Where a document was read as a whole before, answer from its passages with little to read again.</source>
        <translation>כשמסמך כבר נקרא כולו, לענות מתוך הקטעים שבו כמעט בלי לקרוא שוב.</translation>
    </message>
    <message>
        <source>Where an answer ends at the latest; 512 tokens are some 380 words.</source>
        <translation>היכן תשובה מסתיימת לכל המאוחר; 512 אסימונים הם כ־380 מילים באנגלית, ופחות בעברית.</translation>
    </message>
    <message>
        <source>Where there is variety: less leaves more of the unlikely words out, 1 leaves out none (top-p).</source>
        <translation>כשיש מגוון: ערך נמוך משמיט יותר מילים לא סבירות, 1 אינו משמיט דבר (top-p).</translation>
    </message>
    <message>
        <source>Where there is variety: the same number gives the same answer again.</source>
        <translation>כשיש מגוון: אותו מספר נותן שוב את אותה תשובה.</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>הגדלה</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>הקטנה</translation>
    </message>
    <message>
        <source>a document that was removed</source>
        <translation>מסמך שהוסר</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>רשימה של טקסטים</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>מספר</translation>
    </message>
    <message>
        <source>a picture without text</source>
        <translation>תמונה בלי טקסט</translation>
    </message>
    <message>
        <source>a tenth of what is free, 20 GB at most</source>
        <translation>עשירית מהמקום הפנוי, לכל היותר 20 ג״ב</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>מספר שלם</translation>
    </message>
    <message>
        <source>all</source>
        <translation>כולן</translation>
    </message>
    <message>
        <source>all it was trained for, if memory allows</source>
        <translation>כל מה שאומן אליו, אם הזיכרון מאפשר</translation>
    </message>
    <message>
        <source>between {low} and {high}</source>
        <translation>בין {low} ל־{high}</translation>
    </message>
    <message>
        <source>blank</source>
        <translation>עמוד ריק</translation>
    </message>
    <message>
        <source>damaged: PDFium cannot load it</source>
        <translation>פגום: PDFium אינו יכול לטעון אותו</translation>
    </message>
    <message>
        <source>it does not say its {key}</source>
        <translation>לא כתוב בו מה ה־{key} שלו</translation>
    </message>
    <message>
        <source>it holds no model, only a vocabulary</source>
        <translation>אין בו מודל, אלא רק אוצר מילים</translation>
    </message>
    <message>
        <source>it is a part; open {name}</source>
        <translation>הוא רק חלק; פתחו את {name}</translation>
    </message>
    <message>
        <source>it is an adapter of another model</source>
        <translation>הוא מתאם (adapter) של מודל אחר</translation>
    </message>
    <message>
        <source>it is encrypted in a way that OpenBook does not know</source>
        <translation>הוא מוצפן בדרך ש־OpenBook אינו מכיר</translation>
    </message>
    <message>
        <source>it is not a JSON object</source>
        <translation>הוא אינו אובייקט JSON</translation>
    </message>
    <message>
        <source>it is not a model that writes text from left to right</source>
        <translation>הוא אינו מודל שכותב טקסט מילה אחר מילה</translation>
    </message>
    <message>
        <source>it is of version {version} of the GGUF format</source>
        <translation>הוא בגרסה {version} של פורמט GGUF</translation>
    </message>
    <message>
        <source>it is the eye of another model</source>
        <translation>הוא העין (mmproj) של מודל אחר</translation>
    </message>
    <message>
        <source>it leaves out a message</source>
        <translation>היא משמיטה הודעה</translation>
    </message>
    <message>
        <source>its fonts do not say which letters they draw</source>
        <translation>הגופנים שלו אינם אומרים אילו אותיות הם מציירים</translation>
    </message>
    <message>
        <source>its header is damaged</source>
        <translation>תחילת הקובץ פגומה</translation>
    </message>
    <message>
        <source>its memory is too small</source>
        <translation>הזיכרון שלו קטן מדי</translation>
    </message>
    <message>
        <source>its structure is damaged</source>
        <translation>המבנה שלו פגום</translation>
    </message>
    <message>
        <source>its structure is damaged ({how})</source>
        <translation>המבנה שלו פגום ({how})</translation>
    </message>
    <message>
        <source>llama.cpp cannot load it</source>
        <translation>‏llama.cpp אינו יכול לטעון אותו</translation>
    </message>
    <message>
        <source>none</source>
        <translation>אף אחת</translation>
    </message>
    <message>
        <source>nothing is kept</source>
        <translation>דבר אינו נשמר</translation>
    </message>
    <message>
        <source>one of {choices}</source>
        <translation>אחת מאלה: {choices}</translation>
    </message>
    <message>
        <source>one per physical core</source>
        <translation>אחת לכל ליבה פיזית</translation>
    </message>
    <message>
        <source>pip brought another file than {file_name}</source>
        <translation>‏pip הביא קובץ אחר במקום {file_name}</translation>
    </message>
    <message>
        <source>pip gave no reason</source>
        <translation>‏pip לא אמר למה</translation>
    </message>
    <message>
        <source>text</source>
        <translation>טקסט</translation>
    </message>
    <message>
        <source>the file is empty, 0 bytes</source>
        <translation>הקובץ ריק, 0 בתים</translation>
    </message>
    <message>
        <source>the package index cannot be reached</source>
        <translation>אין גישה למאגר החבילות</translation>
    </message>
    <message>
        <source>the package index does not have it</source>
        <translation>היא אינה במאגר החבילות</translation>
    </message>
    <message>
        <source>this Python has no pip; run: python -m ensurepip</source>
        <translation>ב־Python הזה אין pip; הריצו: python -m ensurepip</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>אסימונים</translation>
    </message>
    <message>
        <source>{architecture} is not a model that writes text</source>
        <translation>‏{architecture} אינו מודל שכותב טקסט</translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}. Open it in a PDF viewer and save it anew, then try again.</source>
        <translation>{name} אינו ניתן לקריאה: {reason}. פתחו אותו בתוכנה שמציגה PDF, שמרו אותו מחדש ונסו שוב.</translation>
    </message>
    <message>
        <source>{name} cannot be used: {reason}. Choose another model.</source>
        <translation>{name} אינו שמיש: {reason}. בחרו מודל אחר.</translation>
    </message>
    <message>
        <source>{name} has no pages, so there is nothing to ask about.</source>
        <translation>{name} הוא בלי עמודים, ואין על מה לשאול.</translation>
    </message>
    <message>
        <source>{name} has no text: all of its {page_count} pages are pictures (a scan?). Run text recognition (OCR) on it first.</source>
        <translation>{name} הוא בלי טקסט: כל {page_count} העמודים שלו הם תמונות (סריקה?). הריצו עליו קודם זיהוי תווים (OCR).</translation>
    </message>
    <message>
        <source>{name} has no text: its one page is a picture (a scan?). Run text recognition (OCR) on it first.</source>
        <translation>{name} הוא בלי טקסט: העמוד היחיד שלו הוא תמונה (סריקה?). הריצו עליו קודם זיהוי תווים (OCR).</translation>
    </message>
    <message>
        <source>{name} is incomplete: {file_bytes:,} of {expected_bytes:,} bytes. Download it again.</source>
        <translation>{name} אינו שלם: {file_bytes:,} מתוך {expected_bytes:,} בתים. הורידו אותו שוב.</translation>
    </message>
    <message>
        <source>{name} is missing beside it</source>
        <translation>חסר לידו הקובץ {name}</translation>
    </message>
    <message>
        <source>{name} is not a GGUF model. Choose a file that ends in .gguf.</source>
        <translation>{name} אינו מודל GGUF. בחרו קובץ שסיומתו ‎.gguf.</translation>
    </message>
    <message>
        <source>{name} is not a PDF. OpenBook opens PDF files; export or print it to PDF first.</source>
        <translation>{name} אינו קובץ PDF. ‏OpenBook פותח קובצי PDF; ייצאו או הדפיסו אותו קודם ל־PDF.</translation>
    </message>
    <message>
        <source>{name} is not the file that was expected (SHA-256 {is_start}…, not {was_start}…). It was removed; try again.</source>
        <translation>{name} אינו הקובץ שציפינו לו (SHA-256 הוא {is_start}… ולא {was_start}…). הוא הוסר; נסו שוב.</translation>
    </message>
    <message>
        <source>{name} is protected by a password. Give the password to open it; it is never stored.</source>
        <translation>{name} מוגן בסיסמה. כדי לפתוח אותו כתבו את הסיסמה; היא לעולם אינה נשמרת.</translation>
    </message>
    <message>
        <source>{one} ({mode}) and {other} ({other_mode})</source>
        <translation>{one} ({mode}) ו־{other} ({other_mode})</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} וגם {other}</translation>
    </message>
    <message>
        <source>{requirement} could not be downloaded: {reason}. Check the connection and try again; what has come already is kept.</source>
        <translation>ההורדה של {requirement} לא הצליחה: {reason}. בדקו את החיבור ונסו שוב; מה שכבר ירד נשמר.</translation>
    </message>
    <message>
        <source>{seconds:.1f} s</source>
        <translation>{seconds:.1f} שנ׳</translation>
    </message>
    <message>
        <source>עברית</source>
        <translation>עברית</translation>
    </message>
    <message>
        <source>1 question</source>
        <translation>שאלה אחת</translation>
    </message>
    <message>
        <source>{0} questions</source>
        <translation>{0} שאלות</translation>
    </message>
</context>
<context>
    <name>AboutDialog</name>
    <message>
        <source>About OpenBook</source>
        <translation>על OpenBook</translation>
    </message>
    <message>
        <source>Your documents, questions and answers stay on this computer. OpenBook opens no connection unless you ask it to download a model.</source>
        <translation>המסמכים, השאלות והתשובות שלכם נשארים במחשב הזה. OpenBook אינו פותח שום חיבור לרשת, אלא אם תבקשו ממנו להוריד מודל.</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>העתקת הגרסאות</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>Ask your documents, privately.</source>
        <translation>שאלו את המסמכים שלכם, בפרטיות.</translation>
    </message>
    <message>
        <source>Version {0} · MIT licence</source>
        <translation>גרסה {0} · רישיון MIT</translation>
    </message>
    <message>
        <source>MIT licence</source>
        <translation>רישיון MIT</translation>
    </message>
</context>
<context>
    <name>AnswerCard</name>
    <message>
        <source>Answer: {mode}</source>
        <translation>תשובה: {mode}</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>מתחיל</translation>
    </message>
    <message>
        <source>No line in the document supports this sentence</source>
        <translation>אין במסמך שורה שתומכת במשפט הזה</translation>
    </message>
    <message>
        <source>Cut at the answer length. Allow longer answers in Settings.</source>
        <translation>התשובה נקטעה באורך המרבי. אפשר להתיר תשובות ארוכות יותר בהגדרות.</translation>
    </message>
    <message>
        <source>The model began to repeat itself and was stopped.</source>
        <translation>המודל החל לחזור על עצמו ונעצר.</translation>
    </message>
    <message>
        <source>No line was found that supports this answer.</source>
        <translation>לא נמצאה שורה שתומכת בתשובה הזו.</translation>
    </message>
    <message>
        <source>Stopped. What was read is kept.</source>
        <translation>נעצר. מה שנקרא נשמר.</translation>
    </message>
    <message>
        <source>Ask: {mode}</source>
        <translation>לשאול: {mode}</translation>
    </message>
    <message>
        <source>Ask the same in this mode, beside this answer</source>
        <translation>לשאול את אותו הדבר באופן הזה, לצד התשובה הזו</translation>
    </message>
    <message>
        <source>{mode} answered: {text}</source>
        <translation>{mode}, תשובה: {text}</translation>
    </message>
    <message>
        <source>Read no page</source>
        <translation>לא קרא שום עמוד</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>העתקת התשובה</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>לענות שוב</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>סגירת ההודעה</translation>
    </message>
</context>
<context>
    <name>Banners</name>
    <message>
        <source>This is a bug in OpenBook, not a mistake of yours. Nothing was sent anywhere.</source>
        <translation>זו תקלה ב־OpenBook ולא טעות שלכם. דבר לא נשלח לשום מקום.</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>העתקת הדוח</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Open recent</source>
        <translation>פתיחת קובץ אחרון</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>עדיין אין</translation>
    </message>
    <message>
        <source>There is no answer to export yet. Ask something first.</source>
        <translation>עדיין אין תשובה לייצוא. שאלו משהו קודם.</translation>
    </message>
    <message>
        <source>This question has no answer that was kept. Ask it again, then export it.</source>
        <translation>לשאלה הזו אין תשובה שנשמרה. שאלו אותה שוב, ואז ייצאו אותה.</translation>
    </message>
    <message>
        <source>Open a PDF, or drop one here, and ask about it.</source>
        <translation>פתחו קובץ PDF, או גררו אותו לכאן, ושאלו עליו.</translation>
    </message>
    <message>
        <source>Choose a document from the list, or open another one, and ask about it.</source>
        <translation>בחרו מסמך מהרשימה, או פתחו מסמך אחר, ושאלו עליו.</translation>
    </message>
    <message>
        <source>Ask your documents</source>
        <translation>שאלו את המסמכים שלכם</translation>
    </message>
    <message>
        <source>Ask about {0}</source>
        <translation>שאלה על {0}</translation>
    </message>
    <message>
        <source>There is too little room on the disk for what was read of {0}. It is read again at the next start.</source>
        <translation>אין בכונן די מקום למה שנקרא מתוך {0}. בהפעלה הבאה זה ייקרא שוב.</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>הגדרות…</translation>
    </message>
    <message>
        <source>{0} has been downloaded and can be used.</source>
        <translation>‏{0} הורד ואפשר להשתמש בו.</translation>
    </message>
    <message>
        <source>Choose a model…</source>
        <translation>בחירת מודל…</translation>
    </message>
    <message>
        <source>“{0}” is deleted from this computer with all its answers.</source>
        <translation>״{0}״ תימחק מהמחשב הזה עם כל התשובות שבה.</translation>
    </message>
    <message>
        <source>Delete this conversation?</source>
        <translation>למחוק את השיחה הזו?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>מחיקה</translation>
    </message>
    <message>
        <source>The documents of this conversation are no longer in the library.</source>
        <translation>המסמכים של השיחה הזו כבר אינם בספרייה.</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Ask</source>
        <translation>לשאול</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>עצירה</translation>
    </message>
    <message>
        <source>Ask (Enter)</source>
        <translation>שאלה (Enter)</translation>
    </message>
    <message>
        <source>Stop (Esc). What was read is kept.</source>
        <translation>עצירה (Esc). מה שנקרא נשמר.</translation>
    </message>
    <message>
        <source>An answer is still coming. Ask when it is there, or stop it.</source>
        <translation>תשובה עדיין בדרך. שאלו כשתגיע, או עצרו אותה.</translation>
    </message>
</context>
<context>
    <name>Conduct</name>
    <message>
        <source>Open PDFs</source>
        <translation>פתיחת קובצי PDF</translation>
    </message>
    <message>
        <source>PDF documents (*.pdf)</source>
        <translation>מסמכי PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>פתיחת תיקייה</translation>
    </message>
    <message>
        <source>There is no PDF in {0}.</source>
        <translation>אין קובץ PDF בתוך {0}.</translation>
    </message>
    <message>
        <source>{0} holds more PDFs than are opened at once: the first {1} were, {2} were not.</source>
        <translation>ב־{0} יש יותר קובצי PDF ממה שנפתח בבת אחת: {1} הראשונים נפתחו, {2} לא.</translation>
    </message>
    <message>
        <source>Where is it now?</source>
        <translation>היכן הוא עכשיו?</translation>
    </message>
    <message>
        <source>This document is no longer in the library. Open its file to see its pages.</source>
        <translation>המסמך הזה כבר אינו בספרייה. פתחו את הקובץ שלו כדי לראות את העמודים.</translation>
    </message>
    <message>
        <source>Choose a document</source>
        <translation>בחרו מסמך</translation>
    </message>
    <message>
        <source>Open a document</source>
        <translation>פתחו מסמך</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>פותח…</translation>
    </message>
    <message>
        <source>It can be asked about as soon as its text has been read.</source>
        <translation>אפשר יהיה לשאול עליו מיד כשהטקסט שלו ייקרא.</translation>
    </message>
    <message>
        <source>Choose a document first, or open one.</source>
        <translation>בחרו קודם מסמך, או פתחו אחד.</translation>
    </message>
    <message>
        <source>Ask about {0}</source>
        <translation>שאלה על {0}</translation>
    </message>
    <message>
        <source>Choose a model…</source>
        <translation>בחירת מודל…</translation>
    </message>
    <message>
        <source>The part of OpenBook that reads and answers has ended unexpectedly ({0}). Nothing is lost: documents and answers are kept.</source>
        <translation>החלק של OpenBook שקורא ועונה הסתיים באופן לא צפוי ({0}). דבר לא אבד: המסמכים והתשובות נשמרו.</translation>
    </message>
    <message>
        <source>A library was built for another processor than this one, and so the part of OpenBook that reads and answers has ended. “openbook doctor” in a terminal says which, and what to do. Nothing is lost.</source>
        <translation>ספרייה שנבנתה למעבד אחר, ולא לזה שכאן, עצרה את החלק של OpenBook שקורא ועונה. הפקודה ‎“openbook doctor”‎ במסוף אומרת איזו, ומה לעשות. דבר לא אבד.</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>הפעלה מחדש</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
</context>
<context>
    <name>ContextMeter</name>
    <message>
        <source>Expected seconds to the first word, from what was measured on this computer</source>
        <translation>שניות צפויות עד המילה הראשונה, לפי מה שנמדד במחשב הזה</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>חלון</translation>
    </message>
    <message>
        <source>Expected cost</source>
        <translation>עלות צפויה</translation>
    </message>
</context>
<context>
    <name>ConversationView</name>
    <message>
        <source>Copied</source>
        <translation>הועתק</translation>
    </message>
    <message>
        <source>Jump to latest</source>
        <translation>לתשובה האחרונה</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>שיחה</translation>
    </message>
    <message>
        <source>Jump to latest (End)</source>
        <translation>לתשובה האחרונה (End)</translation>
    </message>
</context>
<context>
    <name>DifferenceSection</name>
    <message>
        <source>Where they agree and differ</source>
        <translation>במה הן מסכימות ובמה הן נבדלות</translation>
    </message>
    <message>
        <source>Mark in the answers</source>
        <translation>סימון בתשובות</translation>
    </message>
    <message>
        <source>Mark in both answers what is said alike, alone, or with other numbers</source>
        <translation>לסמן בשתי התשובות מה נאמר בשתיהן, מה רק באחת, ומה במספרים אחרים</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Export</source>
        <translation>ייצוא</translation>
    </message>
    <message>
        <source>Exported to {0}</source>
        <translation>יוצא אל {0}</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in document</source>
        <translation>חיפוש במסמך</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>התוצאה הקודמת</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>התוצאה הבאה</translation>
    </message>
    <message>
        <source>Close search</source>
        <translation>סגירת החיפוש</translation>
    </message>
    <message>
        <source>{0} of {1}…</source>
        <translation>{0} מתוך {1}…</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} מתוך {1}</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>מחפש…</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>לא נמצא</translation>
    </message>
</context>
<context>
    <name>FocusedNote</name>
    <message>
        <source>From what was already read</source>
        <translation>מתוך מה שכבר נקרא</translation>
    </message>
    <message>
        <source>Read anew</source>
        <translation>לקרוא מחדש</translation>
    </message>
    <message>
        <source>Read the passages anew</source>
        <translation>לקרוא את הקטעים מחדש</translation>
    </message>
    <message>
        <source>The model has read this document before. It looked only at the passages found for your question, where they stand in its memory, read the nearest sentences once more, and so began to answer soon.</source>
        <translation>המודל כבר קרא את המסמך הזה. הוא הביט רק בקטעים שנמצאו לשאלה, במקומם בזיכרון שלו, קרא שוב את המשפטים הקרובים ביותר, וכך התחיל לענות מהר.</translation>
    </message>
    <message>
        <source>Ask the same again: the model reads only these passages, as if it had never seen them</source>
        <translation>לשאול שוב את אותו הדבר: המודל יקרא רק את הקטעים האלה, כאילו לא ראה אותם מעולם</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Search questions and answers</source>
        <translation>חיפוש בשאלות ובתשובות</translation>
    </message>
    <message>
        <source>Earlier conversations</source>
        <translation>שיחות קודמות</translation>
    </message>
    <message>
        <source>Nothing asked yet</source>
        <translation>עדיין לא נשאל דבר</translation>
    </message>
    <message>
        <source>Your questions and their answers are kept here, on this computer only.</source>
        <translation>השאלות שלכם והתשובות להן נשמרות כאן, במחשב הזה בלבד.</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>פתיחה מחדש</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>שינוי שם</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>ייצוא…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>מחיקה…</translation>
    </message>
</context>
<context>
    <name>KeptRoom</name>
    <message>
        <source>Forget all…</source>
        <translation>לשכוח הכול…</translation>
    </message>
    <message>
        <source>Forget all that was read</source>
        <translation>לשכוח את כל מה שנקרא</translation>
    </message>
    <message>
        <source>Nothing is kept now; there is room for {0}.</source>
        <translation>כרגע דבר אינו נשמר; יש מקום ל־{0}.</translation>
    </message>
    <message>
        <source>1 document</source>
        <translation>מסמך אחד</translation>
    </message>
    <message>
        <source>{0} documents</source>
        <translation>{0} מסמכים</translation>
    </message>
    <message>
        <source>{0} of {1} are taken, by what was read of {2}.</source>
        <translation>תפוסים {0} מתוך {1}, במה שנקרא מתוך {2}.</translation>
    </message>
    <message>
        <source>1 of them stays</source>
        <translation>אחד מהם נשאר</translation>
    </message>
    <message>
        <source>{0} of them stay</source>
        <translation>{0} מהם נשארים</translation>
    </message>
    <message>
        <source>{0} on the disk whatever the room, as you chose.</source>
        <translation>{0} בדיסק בכל מקרה, כפי שבחרתם.</translation>
    </message>
    <message>
        <source>Forget all that was read?</source>
        <translation>לשכוח את כל מה שנקרא?</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>לשכוח</translation>
    </message>
    <message>
        <source>Documents and answers stay. Each document is read again, which may take minutes, when it is next asked about as a whole.</source>
        <translation>המסמכים והתשובות נשארים. כל מסמך ייקרא שוב, ואולי במשך דקות, כשיישאלו עליו שוב כמסמך שלם.</translation>
    </message>
    <message>
        <source>What you chose to keep on the disk is forgotten too.</source>
        <translation>גם מה שבחרתם לשמור בדיסק יישכח.</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Search documents</source>
        <translation>חיפוש מסמכים</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>מסמכים</translation>
    </message>
    <message>
        <source>No documents yet</source>
        <translation>עדיין אין מסמכים</translation>
    </message>
    <message>
        <source>Open PDFs, or drop files or a folder here. They stay on this computer.</source>
        <translation>פתחו קובצי PDF, או גררו לכאן קבצים או תיקייה. הם נשארים במחשב הזה.</translation>
    </message>
    <message>
        <source>Open PDFs…</source>
        <translation>פתיחת קובצי PDF…</translation>
    </message>
    <message>
        <source>Enter password…</source>
        <translation>הזנת סיסמה…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>לנסות שוב</translation>
    </message>
    <message>
        <source>Remove from library…</source>
        <translation>הסרה מהספרייה…</translation>
    </message>
    <message>
        <source>Keep what was read on the disk</source>
        <translation>לשמור בדיסק את מה שנקרא</translation>
    </message>
    <message>
        <source>Forget what was read ({0})</source>
        <translation>לשכוח את מה שנקרא ({0})</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>מודלים</translation>
    </message>
    <message>
        <source>Models here, and models to get</source>
        <translation>מודלים שכאן, ומודלים להורדה</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>במחשב הזה</translation>
    </message>
    <message>
        <source>Get models</source>
        <translation>הורדת מודלים</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>שימוש במודל הזה</translation>
    </message>
    <message>
        <source>Models on this computer</source>
        <translation>המודלים במחשב הזה</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>מחפש מודלים…</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>הוספת קובץ…</translation>
    </message>
    <message>
        <source>OpenBook works with any GGUF file you have. These can be downloaded; nothing is until you ask for it.</source>
        <translation>‏OpenBook עובד עם כל קובץ GGUF שיש לכם. את אלה אפשר להוריד; דבר אינו יורד עד שתבקשו.</translation>
    </message>
    <message>
        <source>There is no model on this computer yet. Get one, or add a GGUF file that you have.</source>
        <translation>עדיין אין מודל במחשב הזה. הורידו אחד, או הוסיפו קובץ GGUF שיש לכם.</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>הוספת מודל</translation>
    </message>
    <message>
        <source>GGUF models (*.gguf)</source>
        <translation>מודלים מסוג GGUF (*.gguf)</translation>
    </message>
</context>
<context>
    <name>NumberField</name>
    <message>
        <source>A number:</source>
        <translation>מספר:</translation>
    </message>
</context>
<context>
    <name>OutlineTree</name>
    <message>
        <source>Outline</source>
        <translation>תוכן עניינים</translation>
    </message>
</context>
<context>
    <name>PageBox</name>
    <message>
        <source>Page</source>
        <translation>עמוד</translation>
    </message>
    <message>
        <source>Go to a page, by its printed label or its number</source>
        <translation>מעבר לעמוד, לפי המספור המודפס או לפי מספרו</translation>
    </message>
    <message>
        <source>of {0}</source>
        <translation>מתוך {0}</translation>
    </message>
    <message>
        <source>({0} of {1})</source>
        <translation>({0} מתוך {1})</translation>
    </message>
    <message>
        <source>There is no page {0}.</source>
        <translation>אין עמוד {0}.</translation>
    </message>
</context>
<context>
    <name>PagesPane</name>
    <message>
        <source>Pages of {0}</source>
        <translation>העמודים של {0}</translation>
    </message>
    <message>
        <source>No text here to ask about: {0}</source>
        <translation>אין כאן טקסט שאפשר לשאול עליו: {0}</translation>
    </message>
    <message>
        <source>Open a link</source>
        <translation>פתיחת קישור</translation>
    </message>
    <message>
        <source>Open this address outside OpenBook?</source>
        <translation>לפתוח את הכתובת הזו מחוץ ל־OpenBook?</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>פתיחה</translation>
    </message>
</context>
<context>
    <name>PagesView</name>
    <message>
        <source>Pages</source>
        <translation>עמודים</translation>
    </message>
    <message>
        <source>Page {0} of {1}</source>
        <translation>עמוד {0} מתוך {1}</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Password needed</source>
        <translation>נדרשת סיסמה</translation>
    </message>
    <message>
        <source>This password does not open the document.</source>
        <translation>הסיסמה הזו אינה פותחת את המסמך.</translation>
    </message>
    <message>
        <source>It is used to open the PDF and never stored.</source>
        <translation>היא משמשת לפתיחת הקובץ ולעולם אינה נשמרת.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>פתיחה</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>סיסמה</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>הצגת הסיסמה</translation>
    </message>
</context>
<context>
    <name>PathField</name>
    <message>
        <source>Automatic</source>
        <translation>אוטומטי</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>בחירה…</translation>
    </message>
    <message>
        <source>There is nothing at this place.</source>
        <translation>אין דבר במקום הזה.</translation>
    </message>
</context>
<context>
    <name>Pointing</name>
    <message>
        <source>Copy</source>
        <translation>העתקה</translation>
    </message>
    <message>
        <source>Ask about this</source>
        <translation>לשאול על זה</translation>
    </message>
    <message>
        <source>Select all on this page</source>
        <translation>בחירת כל העמוד</translation>
    </message>
    <message>
        <source>Go to page {0}</source>
        <translation>מעבר לעמוד {0}</translation>
    </message>
</context>
<context>
    <name>QuestionBox</name>
    <message>
        <source>Question</source>
        <translation>שאלה</translation>
    </message>
</context>
<context>
    <name>QuestionEditor</name>
    <message>
        <source>Edit the question</source>
        <translation>עריכת השאלה</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>לשאול</translation>
    </message>
    <message>
        <source>Ask anew (Enter). What was asked after it is removed.</source>
        <translation>לשאול מחדש (Enter). מה שנשאל אחריה יוסר.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Keep the question as it was (Esc)</source>
        <translation>להשאיר את השאלה כמו שהייתה (Esc)</translation>
    </message>
</context>
<context>
    <name>QuestionLabel</name>
    <message>
        <source>Question: {text}</source>
        <translation>שאלה: {text}</translation>
    </message>
</context>
<context>
    <name>QuestionView</name>
    <message>
        <source>Edit the question</source>
        <translation>עריכת השאלה</translation>
    </message>
    <message>
        <source>Export this answer</source>
        <translation>ייצוא התשובה הזו</translation>
    </message>
</context>
<context>
    <name>ReadingBar</name>
    <message>
        <source>Stop answering</source>
        <translation>עצירת התשובה</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>מתחיל</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>עונה</translation>
    </message>
</context>
<context>
    <name>RemovalDialog</name>
    <message>
        <source>Remove from the library?</source>
        <translation>להסיר מהספרייה?</translation>
    </message>
    <message>
        <source>Remove {0} documents from the library?</source>
        <translation>להסיר {0} מסמכים מהספרייה?</translation>
    </message>
    <message>
        <source>This is deleted from this computer:</source>
        <translation>מהמחשב הזה יימחקו:</translation>
    </message>
    <message>
        <source>Its text, its search index, and what models have read of it</source>
        <translation>הטקסט שלו, מפתח החיפוש, ומה שמודלים קראו ממנו</translation>
    </message>
    <message>
        <source>The texts that were read from them, and their search indexes</source>
        <translation>הטקסטים שנקראו מהם, ומפתחות החיפוש שלהם</translation>
    </message>
    <message>
        <source>This stays:</source>
        <translation>יישאר:</translation>
    </message>
    <message>
        <source>The PDF file itself is not touched</source>
        <translation>קובץ ה־PDF עצמו אינו משתנה</translation>
    </message>
    <message>
        <source>The PDF files are not touched</source>
        <translation>קובצי ה־PDF עצמם אינם משתנים</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>הסרה</translation>
    </message>
    <message>
        <source>The conversations about them</source>
        <translation>השיחות עליהם</translation>
    </message>
    <message>
        <source>1 conversation about it</source>
        <translation>שיחה אחת עליו</translation>
    </message>
    <message>
        <source>{0} conversations about it</source>
        <translation>{0} שיחות עליו</translation>
    </message>
</context>
<context>
    <name>SetCard</name>
    <message>
        <source>Download {0}</source>
        <translation>הורדה: {0}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>עצירה</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>מתחיל…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>נעצר…</translation>
    </message>
    <message>
        <source>{0} of {1} · {2}</source>
        <translation>{0} מתוך {1} · {2}</translation>
    </message>
    <message>
        <source>Installed.</source>
        <translation>מותקן.</translation>
    </message>
    <message>
        <source>Stopped. What has come is kept; the download goes on from there.</source>
        <translation>נעצר. מה שהגיע נשמר; ההורדה תימשך משם.</translation>
    </message>
    <message>
        <source>From the Python Package Index (pypi.org) into the models folder · licence: {0}</source>
        <translation>מתוך Python Package Index (pypi.org) אל תיקיית המודלים · רישיון: {0}</translation>
    </message>
    <message>
        <source>Download of {0}</source>
        <translation>הורדה של {0}</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Back to the default</source>
        <translation>חזרה לברירת המחדל</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>הגדרות</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>שחזור ברירות המחדל</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ביטול</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>שמירה</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>קיצורי מקלדת</translation>
    </message>
    <message>
        <source>No action is called like that.</source>
        <translation>אין פעולה בשם כזה.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>סגירה</translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation>חיפוש פעולות ומקשים</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Outline</source>
        <translation>תוכן עניינים</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>עמודים</translation>
    </message>
    <message>
        <source>Outline or thumbnails</source>
        <translation>תוכן עניינים או תמונות ממוזערות</translation>
    </message>
</context>
<context>
    <name>SourceList</name>
    <message>
        <source>Sources</source>
        <translation>מקורות</translation>
    </message>
    <message>
        <source>Show all {count} sources</source>
        <translation>הצגת כל {count} המקורות</translation>
    </message>
    <message>
        <source>Show fewer sources</source>
        <translation>הצגת פחות מקורות</translation>
    </message>
</context>
<context>
    <name>SourceRow</name>
    <message>
        <source>Source {number}: {place}</source>
        <translation>מקור {number}: {place}</translation>
    </message>
</context>
<context>
    <name>Stead</name>
    <message>
        <source>No document</source>
        <translation>אין מסמך</translation>
    </message>
    <message>
        <source>The pages of the document you choose appear here.</source>
        <translation>העמודים של המסמך שתבחרו יופיעו כאן.</translation>
    </message>
    <message>
        <source>The file is not where it was</source>
        <translation>הקובץ אינו במקום שבו היה</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>איתור…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>לנסות שוב</translation>
    </message>
    <message>
        <source>Protected by a password</source>
        <translation>מוגן בסיסמה</translation>
    </message>
    <message>
        <source>Its password opens this document. It is never stored.</source>
        <translation>הסיסמה שלו פותחת את המסמך הזה. היא לעולם אינה נשמרת.</translation>
    </message>
    <message>
        <source>Enter password…</source>
        <translation>הזנת סיסמה…</translation>
    </message>
    <message>
        <source>The pages cannot be shown</source>
        <translation>לא ניתן להציג את העמודים</translation>
    </message>
    <message>
        <source>The view of the pages has ended</source>
        <translation>תצוגת העמודים הסתיימה</translation>
    </message>
    <message>
        <source>Something in this PDF could not be drawn.
Nothing else is lost.</source>
        <translation>משהו בקובץ ה־PDF הזה לא ניתן לציור.
שום דבר אחר לא אבד.</translation>
    </message>
    <message>
        <source>Show again</source>
        <translation>להציג שוב</translation>
    </message>
    <message>
        <source>This document could not be opened</source>
        <translation>לא ניתן היה לפתוח את המסמך הזה</translation>
    </message>
</context>
<context>
    <name>SwitchField</name>
    <message>
        <source>On</source>
        <translation>פעיל</translation>
    </message>
</context>
<context>
    <name>ThoughtSection</name>
    <message>
        <source>The model&apos;s reasoning</source>
        <translation>השיקולים של המודל</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>שיקולים</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>חושב</translation>
    </message>
    <message>
        <source>Fold the reasoning</source>
        <translation>קיפול השיקולים</translation>
    </message>
    <message>
        <source>Show the reasoning</source>
        <translation>הצגת השיקולים</translation>
    </message>
</context>
<context>
    <name>Thumbnails</name>
    <message>
        <source>Thumbnails</source>
        <translation>תמונות ממוזערות</translation>
    </message>
</context>
<context>
    <name>ToolRow</name>
    <message>
        <source>Outline and thumbnails</source>
        <translation>תוכן עניינים ותמונות ממוזערות</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>הקטנה</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>הגדלה</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>התאמה לרוחב</translation>
    </message>
    <message>
        <source>Fit page</source>
        <translation>התאמה לעמוד</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>סיבוב</translation>
    </message>
    <message>
        <source>Find in document</source>
        <translation>חיפוש במסמך</translation>
    </message>
    <message>
        <source>Zoom, {0}</source>
        <translation>גודל תצוגה, {0}</translation>
    </message>
    <message>
        <source>Size and rotation</source>
        <translation>גודל וסיבוב</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Open</source>
        <translation>פתיחה</translation>
    </message>
    <message>
        <source>Closed book</source>
        <translation>ספר סגור</translation>
    </message>
    <message>
        <source>Compare with what the model knows without reading anything ({0})</source>
        <translation>להשוות למה שהמודל יודע בלי לקרוא דבר ({0})</translation>
    </message>
    <message>
        <source>The model reads everything: best for questions about the whole</source>
        <translation>המודל קורא הכול: הטוב ביותר לשאלות על המסמך כולו</translation>
    </message>
    <message>
        <source>The model reads the passages found for the question: fast, best for facts</source>
        <translation>המודל קורא את הקטעים שנמצאו לשאלה: מהיר, הטוב ביותר לעובדות</translation>
    </message>
    <message>
        <source>Whole document</source>
        <translation>המסמך כולו</translation>
    </message>
    <message>
        <source>Retrieved chunks</source>
        <translation>קטעים שנמצאו</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>השוואה</translation>
    </message>
    <message>
        <source>Both answer side by side</source>
        <translation>שתי התשובות זו לצד זו</translation>
    </message>
    <message>
        <source>What the model reads</source>
        <translation>מה המודל קורא</translation>
    </message>
    <message>
        <source>Model: </source>
        <translation>מודל: </translation>
    </message>
    <message>
        <source>window of {0} tokens</source>
        <translation>חלון של {0} אסימונים</translation>
    </message>
    <message>
        <source>A toy: good for trying OpenBook, not for trusting.</source>
        <translation>צעצוע: טוב כדי להתנסות ב־OpenBook, לא כדי לסמוך עליו.</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>טוען את המודל…</translation>
    </message>
    <message>
        <source>Preparing the model…</source>
        <translation>מכין את המודל…</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>אין מודל</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>בחירת מודל</translation>
    </message>
</context>
<context>
    <name>TurnView</name>
    <message>
        <source>Answers</source>
        <translation>תשובות</translation>
    </message>
</context>
<context>
    <name>VoteRow</name>
    <message>
        <source>Which answer do you trust?</source>
        <translation>על איזו תשובה אתם סומכים?</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>שתיהן</translation>
    </message>
    <message>
        <source>All</source>
        <translation>כולן</translation>
    </message>
    <message>
        <source>Neither</source>
        <translation>אף אחת מהן</translation>
    </message>
    <message>
        <source>None</source>
        <translation>אף אחת</translation>
    </message>
    <message>
        <source>Vote: {answer}</source>
        <translation>הצבעה: {answer}</translation>
    </message>
    <message>
        <source>No answer was good</source>
        <translation>אף תשובה לא הייתה טובה</translation>
    </message>
    <message>
        <source>The answers were equally good</source>
        <translation>התשובות היו טובות באותה מידה</translation>
    </message>
    <message>
        <source>{answer} answered better</source>
        <translation>{answer} ענה טוב יותר</translation>
    </message>
</context>
<context>
    <name>WatchedFolders</name>
    <message>
        <source>Further folders that are looked through</source>
        <translation>תיקיות נוספות שבהן מחפשים</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>הוספת תיקייה…</translation>
    </message>
    <message>
        <source>Stop looking through {0}</source>
        <translation>להפסיק לחפש ב־{0}</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>הוספת תיקייה</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Go on with what was asked before</source>
        <translation>להמשיך במה שנשאל קודם</translation>
    </message>
    <message>
        <source>Try one of these</source>
        <translation>נסו אחת מאלה</translation>
    </message>
    <message>
        <source>Go on with: {question}</source>
        <translation>להמשיך: {question}</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Documents and history</source>
        <translation>מסמכים והיסטוריה</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>מסמכים</translation>
    </message>
    <message>
        <source>History</source>
        <translation>היסטוריה</translation>
    </message>
    <message>
        <source>OpenBook fetches nothing. Save the file on this computer, then drop it here.</source>
        <translation>דבר אינו מורד מהרשת. שמרו את הקובץ במחשב הזה, ואז גררו אותו לכאן.</translation>
    </message>
</context>
</TS>
