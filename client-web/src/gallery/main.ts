import { mount } from "svelte";
import Gallery from "./Gallery.svelte";
import "../fonts.css";
import "../tokens.css";
import "../base.css";

const target = document.getElementById("app");
if (target !== null) mount(Gallery, { target });
