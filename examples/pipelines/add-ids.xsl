<?xml version="1.0" encoding="UTF-8"?>
<!-- Gives every div and pb an xml:id, for publishing systems that link to pages and sections (TEI Publisher, for one).
     postil writes no xml:id that nothing points to, so that its files stay small and their differences too. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xpath-default-namespace="http://www.tei-c.org/ns/1.0">
  <xsl:mode on-no-match="shallow-copy"/>
  <xsl:template match="(div | pb)[not(@xml:id)]">
    <xsl:copy>
      <xsl:variable name="number"><xsl:number level="any" count="div | pb" from="text"/></xsl:variable>
      <xsl:attribute name="xml:id" select="local-name() || '-' || $number"/>
      <xsl:apply-templates select="@*, node()"/>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
