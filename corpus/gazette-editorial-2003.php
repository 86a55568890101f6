<html>
<head>
<title>
Whose war is it? - The Calder Gazette
</title>
<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">
<?php include "../inc/Script.inc" ?>
</head>
<body bgcolor="#FFFFEE" text=000000 link=990000 leftmargin=0>
<table width=720 cellspacing=0 cellpadding=0 border=0><tr><td colspan=2><a name="Top"></a><?php include "../inc/TopLogo.inc" ?><img src="/img/gazette.gif" alt="The Calder Gazette"></td></tr>
<tr><td width=120 valign=top bgcolor=FFCC66><font size=1 face="Arial, Helvetica"><a href="index.php">This week</a><br><a href="back.php">Back issues</a><br><a href="subs.php">Subscribe</a><br><a href="links.php">Links</a></font></td>
<td width=600 valign=top>
<FONT FACE="Times" SIZE=5 COLOR="#990000"><B>Whose war is it?</B></FONT><BR>
<font size=2>Editorial, The Calder Gazette for Working People, March 14, 2003</font>
<P><font face="Arial, Helvetica, sans-serif" size="2">They&rsquove found the money. For six years the ministers&rsquo answer to every ward, every school and every pensioners&rsquo deputation was that the cupboard&rsquos bare. On Tuesday it turned out that there&rsquos a second cupboard, and there&rsquos &pound3 billion in it.
<P><font face="Arial, Helvetica, sans-serif" size="2">What&rsquos the case for the war? We&rsquove read the government&rsquos dossier twice. It says that the tyrant&rsquos weapons may exist; that if they exist they could be used; that if they&rsquore used it&rsquod be dreadful. That&rsquos three &ldquoifs&rdquo and no inspector. The inspectors&rsquo own report says something else, but it&rsquos longer.</font>
<P><font face="Arial, Helvetica, sans-serif" size="2">Nobody&rsquos asked the soldiers&rsquo families. Mrs. Dawn Ackerley of Hexley Bridge, whose son&rsquos regiment&rsquos been given its orders, told us: &ldquoI&rsquod sooner he was on strike.&rdquo He can&rsquot be. But others can. The train crews&rsquo refusal to move the ammunition from Fort Ewart wasn&rsquot in any party&rsquos manifesto, and it&rsquos done more for peace than a year of speeches.
<P><font face="Arial, Helvetica, sans-serif" size="2">Workers&rsquo power isn&rsquot an old tune. It&rsquos two men leaning on a locomotive with the brake on.</font>
<P><font face="Arial, Helvetica, sans-serif" size="2">The march leaves the Cloth Hall at noon. Bring the children. It&rsquos their war more than anybody&rsquos, they&rsquoll have it longest.
<p><a href="#Top"><font size=1>Back to the top</font></a>
</td></tr></table>
<?php include "../inc/Footer.inc" ?>
<center><font size=1>The Calder Gazette, 3 Mill Yard, Hexley Bridge. Set by hand – corrected by readers.</font></center>
</body>
</html>
