<?xml version="1.0" encoding="UTF-8"?>
<!-- A reading page for one TEI document of postil: persons are links to a list, dates are machine-readable, notes of the
     margin stand beside their lines, and what an editor did can be seen. XSLT 3.0, tried with Saxon. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0" exclude-result-prefixes="#all">
  <xsl:output method="html" version="5.0" encoding="UTF-8" indent="no"/>
  <xsl:mode on-no-match="text-only-copy"/>
  <!-- Editorial remarks without content are shown by these words. -->
  <xsl:variable name="title" select="string(/TEI/teiHeader/fileDesc/titleStmt/title[1])"/>

  <xsl:template match="/TEI">
    <html lang="{(text/@xml:lang, 'en')[1]}">
      <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title><xsl:value-of select="$title"/></title>
        <style><xsl:text>
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.6 Georgia, serif }
aside { border-left: 3px solid #8a6d3b; margin: .5rem 0 .5rem 1rem; padding-left: .7rem; font-size: .92em }
.editor { color: #5c4a1e } .classification, .stamp { letter-spacing: .08em } .label { color: #555 }
a { color: #1a4f7a } del { color: #8a1f11 } table { border-collapse: collapse } td, th { border: 1px solid #999; padding: .2rem .5rem }
</xsl:text></style>
      </head>
      <body>
        <header>
          <h1><xsl:value-of select="$title"/></h1>
          <xsl:for-each select="teiHeader/fileDesc/sourceDesc/bibl">
            <p class="source"><xsl:value-of select="."/></p>
          </xsl:for-each>
        </header>
        <main><xsl:apply-templates select="text/body"/></main>
        <xsl:apply-templates select="standOff/*[self::listPerson or self::listPlace or self::listOrg]"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="listPerson | listPlace | listOrg">
    <section class="{local-name()}">
      <h2><xsl:value-of select="map{'listPerson': 'Persons', 'listPlace': 'Places', 'listOrg': 'Organizations'}(local-name())"/></h2>
      <ul>
        <xsl:for-each select="*[@xml:id]">
          <li id="{@xml:id}">
            <xsl:value-of select="*[self::persName or self::placeName or self::orgName]" separator="; "/>
            <xsl:for-each select="idno"><xsl:text> </xsl:text><span class="idno"><xsl:value-of select="@type, ."/></span></xsl:for-each>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>

  <!-- Blocks -->
  <xsl:template match="div"><section class="{@type}"><xsl:apply-templates/></section></xsl:template>
  <xsl:template match="head"><h2><xsl:apply-templates/></h2></xsl:template>
  <xsl:template match="p | opener | closer | dateline | salute | signed | byline"><div class="{local-name()}"><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="sp"><div class="sp"><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="speaker"><strong><xsl:apply-templates/></strong></xsl:template>
  <xsl:template match="list"><ul><xsl:apply-templates/></ul></xsl:template>
  <xsl:template match="item"><li><xsl:apply-templates/></li></xsl:template>
  <xsl:template match="table"><table><xsl:apply-templates/></table></xsl:template>
  <xsl:template match="row"><tr><xsl:apply-templates/></tr></xsl:template>
  <xsl:template match="cell"><td><xsl:apply-templates/></td></xsl:template>
  <xsl:template match="row[@role = 'label']/cell | cell[@role = 'label']"><th><xsl:apply-templates/></th></xsl:template>
  <xsl:template match="quote[p] | quote[not(ancestor::p)]"><blockquote><xsl:apply-templates/></blockquote></xsl:template>
  <xsl:template match="l"><xsl:apply-templates/><br/></xsl:template>
  <xsl:template match="lb"><br/></xsl:template>
  <xsl:template match="pb"><span class="pb editor">[page <xsl:value-of select="@n"/>]</span></xsl:template>
  <xsl:template match="milestone"><hr/></xsl:template>

  <!-- Names and dates -->
  <xsl:template match="persName[@ref] | placeName[@ref] | orgName[@ref] | name[@ref]">
    <a class="{local-name()}" href="{tokenize(@ref)[1]}"><xsl:apply-templates/></a>
  </xsl:template>
  <xsl:template match="persName | placeName | orgName"><span class="{local-name()}"><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="date[@when or @from or @notBefore] | time[@when]">
    <time>
      <xsl:for-each select="(@when, @from, @notBefore)[1]"><xsl:attribute name="datetime" select="."/></xsl:for-each>
      <xsl:apply-templates/>
    </time>
  </xsl:template>

  <!-- What editors, translators and transcribers did -->
  <xsl:template match="note[@type = 'marginalia']">
    <aside class="marginalia"><span class="label"><xsl:value-of select="@place, @rend" separator=", "/>: </span><xsl:apply-templates/></aside>
  </xsl:template>
  <xsl:template match="note[not(@type = ('marginalia', 'signature'))]">
    <small class="note editor">[<xsl:value-of select="@n"/><xsl:if test="@n"><xsl:text> </xsl:text></xsl:if><xsl:apply-templates/>]</small>
  </xsl:template>
  <xsl:template match="note[@type = 'signature']"><em class="editor">[signature<xsl:if test="node()">: </xsl:if><xsl:apply-templates/>]</em></xsl:template>
  <xsl:template match="gap"><span class="gap editor" title="{@reason}">[<xsl:value-of select="(string-join((@quantity, @unit), ' ')[. ne ''], '…')[1]"/>]</span></xsl:template>
  <xsl:template match="supplied | ex"><span class="{local-name()} editor">[<xsl:apply-templates/>]</span></xsl:template>
  <xsl:template match="unclear"><span class="unclear editor"><xsl:apply-templates/>?</span></xsl:template>
  <xsl:template match="choice"><xsl:apply-templates select="*[1]"/><span class="editor"> [<xsl:apply-templates select="*[position() gt 1]/node()"/>]</span></xsl:template>
  <xsl:template match="sic"><span class="sic"><xsl:apply-templates/></span><span class="editor"> [sic]</span></xsl:template>
  <xsl:template match="choice/sic"><span class="sic"><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="del"><del><xsl:apply-templates/></del></xsl:template>
  <xsl:template match="add"><ins><xsl:apply-templates/></ins></xsl:template>
  <xsl:template match="stamp | seg[@type = 'classification'] | fw"><span class="{(@type, local-name())[1]}"><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="hi | foreign"><em><xsl:apply-templates/></em></xsl:template>
  <xsl:template match="incident | vocal | kinesic | pause"><em class="editor">[<xsl:value-of select="(desc, local-name())[1]"/>]</em></xsl:template>
  <xsl:template match="ref[@target]"><a href="{@target}"><xsl:apply-templates/></a></xsl:template>
</xsl:stylesheet>
